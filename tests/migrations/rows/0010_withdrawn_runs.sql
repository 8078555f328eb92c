UPDATE report_run SET published_at = '2026-11-25 09:30:00', withdrawn_at = '2026-11-26 09:30:00' WHERE report = 'tea';
