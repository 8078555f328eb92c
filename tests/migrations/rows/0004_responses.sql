INSERT INTO response (id, wave_code, anonymous, unit_id, instrument_hash, status, language, country, sector,
size, stratum, contributors, row_version, started_at, saved_at, answers) VALUES
('11111111-1111-4111-8111-111111111111', 'tea-named', false, 1,
'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'started', 'en', 'JP', 'c28', 'large',
'JP', 1, 1, '2026-11-24 09:30:00', '2026-11-24 09:30:00', '{}');

INSERT INTO response_event (response_id, at, source, contributor, kind) VALUES
('11111111-1111-4111-8111-111111111111', '2026-11-24 09:30:00', 'respondent', 1, 'opened');
