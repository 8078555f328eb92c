INSERT INTO unit (id, wave_code, code, name, country, sector, size, stratum) VALUES (1, 'tea-named', 'N1',
'Nonesuch Kettles', 'JP', 'c28', 'large', 'JP');

INSERT INTO assignment (id, unit_id, code_hash, issued_at) VALUES (1, 1,
x'0000000000000000000000000000000000000000000000000000000000000000', '2026-11-24 09:30:00');
