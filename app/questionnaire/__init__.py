"""What is asked: the questionnaire as designed and as published."""
