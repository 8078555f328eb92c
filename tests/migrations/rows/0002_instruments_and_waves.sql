INSERT INTO instrument (hash, questionnaire, canonical, published_at, published_by) VALUES
('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'tea/2026', x'7b7d', '2026-11-24 09:30:00', 'Aoi');

INSERT INTO wave (code, questionnaire, instrument_hash, status, anonymous, simulated, opens_at, closes_at,
plan, plan_hash) VALUES ('tea-named', 'tea/2026',
'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'open', false, false, '2026-11-24 09:30:00', '2026-12-18 08:00:00', '{}', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');

INSERT INTO account_role (id, account_id, role, wave_code) VALUES (1, 1, 'viewer', 'tea-named');
