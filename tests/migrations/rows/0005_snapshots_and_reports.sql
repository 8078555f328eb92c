INSERT INTO snapshot (wave_code, instrument_hash, last_event, responses, frame, simulated, taken_at, hash,
parquet) VALUES ('tea-named', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 0, '{}',
false, '2026-11-24 09:30:00', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', x'00');

INSERT INTO report_run (report, run_at, run_by, inputs, document, hash, simulated) VALUES ('tea', '2026-11-24 09:30:00', 'Aoi', '{}', '{}', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', false);
