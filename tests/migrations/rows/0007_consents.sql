INSERT INTO consent (unit_id, item, answer, given_on) VALUES (1, 'consent_list',
'{"status": "given", "value": "yes"}', '2026-11-24');
