INSERT INTO page_draft (response_id, section, page, fields, contributor, at)
SELECT id, 'habits', 'cups', '{"raw": {"cups": ["many"]}, "seen": {}}', 1, '2026-11-24 09:30:00' FROM response;
