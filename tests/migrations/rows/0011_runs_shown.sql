UPDATE report_run SET shown_at = '2026-11-25 09:45:00', form = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' WHERE report = 'tea';
