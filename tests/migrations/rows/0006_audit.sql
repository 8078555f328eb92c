INSERT INTO audit (at, "by", action, subject, detail) VALUES ('2026-11-24 09:30:00', 'Aoi', 'frame.loaded',
'tea-named', '{}');
