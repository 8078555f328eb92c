INSERT INTO account_role (id, account_id, role, series) VALUES (2, 1, 'fieldwork', 'tea');
