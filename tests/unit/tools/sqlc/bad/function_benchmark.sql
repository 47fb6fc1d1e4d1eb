-- refused: 3: the function BENCHMARK is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = BENCHMARK(1, 1) WHERE tenant_id = :tenant AND id = :id;
