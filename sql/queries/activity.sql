-- Every change of a ticket.

-- activity_add(desk id, ticket id, person id?, door text, kind text, public bool, subject id?, before_text text?, after_text text?, customer_before text?, customer_after text?) -> done
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, before_text, after_text, customer_before, customer_after, created_at)
VALUES (:tenant, :desk, :ticket, :person, :door, :kind, :public, :subject, :before_text, :after_text, :customer_before, :customer_after, :now);
