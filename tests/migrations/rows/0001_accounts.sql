INSERT INTO account (id, email, name, active, fs_uniquifier, created_at) VALUES (1, 'aoi@example.org', 'Aoi
(invented)', true, 'u1', '2026-11-24 09:30:00');
