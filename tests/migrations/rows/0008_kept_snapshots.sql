INSERT INTO kept_snapshot
    (id, wave_code, snapshot_id, kind, label, kept_at, kept_by, reason, replaced_at, final_of)
    SELECT 1, wave_code, id, 'final', 'Board meeting', taken_at, 'test', NULL, NULL, wave_code
    FROM snapshot LIMIT 1;
