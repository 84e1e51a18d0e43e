-- How cells of a bill become days and amounts. A cell that cannot be read becomes null, and its
-- line is rejected with its place. Names in braces are patterns and tables of cells.py. Per file:
-- the variables zone, plain_utc, day_first, decimal_comma.

create macro offset_minutes(cell) as
    case
        when regexp_matches(cell, '[+-]\d\d(:?\d\d)?$') then
            (case regexp_extract(cell, '([+-])\d\d(:?\d\d)?$', 1) when '-' then -1 else 1 end)
            * (60 * regexp_extract(cell, '[+-](\d\d)(:?\d\d)?$', 1)::integer
                + coalesce(try_cast(regexp_extract(cell, '[+-]\d\d:?(\d\d)$', 1) as integer), 0))
        else 0
    end;

create macro instant(cell) as
    try_cast(
        regexp_replace(replace(cell, ' UTC', ''), ' ?([+-]\d\d(:?\d\d)?|Z)$', '') as timestamp
    ) - to_minutes(offset_minutes(replace(cell, ' UTC', '')));

-- In UTC nothing is looked up: that branch is folded away.
create macro local_day(moment) as
    case
        when getvariable('plain_utc') then moment::date
        else ((moment at time zone 'UTC') at time zone getvariable('zone'))::date
    end;

create macro date_of(year, month, day) as
    try_cast(if(length(year) = 2, '20', '') || year || '-' || month || '-' || day as date);

create macro parts_of_day(cell) as
    regexp_extract(cell, {PARTED}, ['one', 'mark', 'two', 'year']);

-- 07/08/2026 and 07.08.26: which is the day is said by a part above 12, else by the whole column
-- (the variable day_first). Points have the day first; 07-08-26 may also begin with the year.
create macro parted_day(cell) as
    list_transform([parts_of_day(cell)], lambda p: case
        when p.mark = '-' and length(p.year) = 2 then null
        when p.mark = '.' or p.one = p.two or try_cast(p.one as integer) > 12
            then date_of(p.year, p.two, p.one)
        when try_cast(p.two as integer) > 12 then date_of(p.year, p.one, p.two)
        when getvariable('day_first') then date_of(p.year, p.two, p.one)
        when not getvariable('day_first') then date_of(p.year, p.one, p.two)
    end)[1];

create macro month_of(word) as {MONTHS}[lower(word)]::varchar;

-- A date whose month is a number, or a word, by a pattern that finds its parts in this order.
create macro numbered_day(cell, pattern, parts) as
    list_transform([regexp_extract(cell, pattern, parts)], lambda p: date_of(p.y, p.m, p.d))[1];

create macro named_day(cell, pattern, parts) as
    list_transform(
        [regexp_extract(cell, pattern, parts)], lambda p: date_of(p.y, month_of(p.m), p.d)
    )[1];

create macro first_of_month(cell) as
    list_transform(
        [{
            'number': regexp_extract(cell, {YEAR_MONTH}, ['y', 'm']),
            'turned': regexp_extract(cell, {MONTH_YEAR}, ['m', 'y']),
            'word': regexp_extract(cell, {NAMED_MONTH}, ['m', 'y'])
        }],
        lambda p: coalesce(
            date_of(p.number.y, p.number.m, '1'), date_of(p.turned.y, p.turned.m, '1'),
            date_of(p.word.y, month_of(p.word.m), '1')
        )
    )[1];

create macro is_month(cell) as first_of_month(cell) is not null;

create macro odd_day(cell) as
    coalesce(
        numbered_day(cell, {ISO}, ['y', 'mark', 'm', 'd']),
        numbered_day(cell, {COMPACT}, ['y', 'm', 'd']),
        '1899-12-30'::date + try_cast(nullif(regexp_extract(cell, {SERIAL}, 1), '') as integer),
        parted_day(cell),
        named_day(cell, {DAY_NAMED}, ['d', 'm', 'y']),
        named_day(cell, {NAMED_DAY}, ['m', 'd', 'y']),
        first_of_month(cell)
    );

-- The day of a moment, in the bill's own time zone; cheap for the common spellings.
create macro day_of(cell) as
    coalesce(
        case
            when cell[5] = '-' and length(cell) = 10 then try_cast(cell as date)
            when getvariable('plain_utc') and cell[5] = '-'
                and (length(cell) = 19 or (cell[-1:] = 'Z' and length(cell) < 32))
                then try_cast(left(cell, 10) as date)
            when cell[5] in ('-', '/') and length(cell) > 10
                then local_day(instant(replace(cell, '/', '-')))
        end,
        odd_day(trim(cell))
    );

-- The first and last day of a cell that goes from one to another (spans.py finds such cells).
create macro span_first(cell) as getvariable('span_firsts')[cell];
create macro span_last(cell) as getvariable('span_lasts')[cell];

-- What no bill can speak of (a wrong year, the end of time) is no day.
create macro in_time(day) as
    case when day between '1990-01-01'::date and '2099-12-31'::date then day end;

-- The day as it is written, whatever the offset beside it.
create macro written_day(cell) as try_cast(left(cell, 10) as date);

create macro is_midnight(cell) as length(cell) <= 10 or cell[12:16] = '00:00';

-- The last day of a charge whose end is exclusive.
create macro last_day_before(start_cell, end_cell) as
    case
        when end_cell is null or left(end_cell, 10) = left(start_cell, 10) then day_of(start_cell)
        when is_midnight(end_cell) then day_of(end_cell) - 1
        else coalesce(day_of(end_cell), day_of(start_cell))
    end;

-- The last day of a charge whose end is a day in a column named by hand. Where a line goes from the
-- first of a month to the first of another, the ends of all lines are exclusive.
create macro stated_end(first, end_cell) as
    list_transform([day_of(end_cell)], lambda last:
        if(getvariable('ends_exclusive') and day(last) = 1 and last > first, last - 1, last))[1];

create macro is_of_whole_months(start_cell, end_cell) as
    end_cell not like '%:%' and day(day_of(start_cell)) = 1 and day(day_of(end_cell)) = 1
    and day_of(end_cell) > day_of(start_cell);

-- A moment as short as day_of needs it, so that equal lines have equal text.
create macro is_of_utc(cell) as
    getvariable('plain_utc') and cell[5] = '-' and cell[8] = '-'
    and (length(cell) = 19 or (ends_with(cell, 'Z') and length(cell) < 32));

create macro short_day(cell, first_10) as case when is_of_utc(cell) then first_10 else cell end;

-- The end of a charge as short as last_day_before needs it: nothing, if it ends the day it starts
-- or at the midnight after.
create macro short_end(start_cell, end_cell, start_10, end_10) as
    case
        when end_10 = start_10 then null
        when is_midnight(end_cell) then
            case
                when is_of_utc(end_cell) and is_of_utc(start_cell)
                    and try_cast(end_10 as date) - 1 = try_cast(start_10 as date)
                    then null
                else short_day(end_cell, end_10)
            end
        else end_cell
    end;

-- An amount without its currency and its blanks; brackets, a minus behind and "cr" become a minus
-- in front. An apostrophe stands for any blank between thousands.
create macro bare_amount(cell) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            replace(replace(cell, '−', '-'), '–', '-'), {CURRENCY}, '', 'g'
                        ),
                        {LEADING}, '\1'
                    ),
                    {THOUSANDS}, '''\1', 'g'
                ),
                {BLANK}, '', 'g'
            ),
            '^\(-?(.*)\)$|^(.*\d)-$|^(.*\d)(?:cr|CR|Cr)$', '-\1\2\3'
        ),
        '(\d)(?:dr|DR|Dr)$', '\1'
    );

create macro point_amount(bare) as
    case
        when regexp_matches(bare, {POINT}) or regexp_matches(bare, {EITHER})
            or regexp_matches(bare, {WHOLE})
            then try_cast(replace(replace(bare, ',', ''), '''', '') as decimal(38, 20))
    end;

create macro comma_amount(bare) as
    case
        when regexp_matches(bare, {COMMA}) or regexp_matches(bare, {EITHER})
            or regexp_matches(bare, {WHOLE})
            then try_cast(
                replace(replace(replace(bare, '.', ''), '''', ''), ',', '.') as decimal(38, 20)
            )
    end;

-- Which readings of a column's amounts are possible: cells that only a decimal point, only a
-- decimal comma, or both allow.
create macro three_decimals(cell) as length(split_part(cell, '.', 2)) = 3;
create macro decides_point(cell) as
    length(split_part(cell, '.', 2)) not in (0, 3) and cell not like '%e%' and cell not like '%E%'
    or (three_decimals(cell) and (
        length(ltrim(split_part(cell, '.', 1), '+-')) not between 1 and 3
        or ltrim(split_part(cell, '.', 1), '+-')[1] = '0'
    ))
    or (cell like '%.%' and lower(cell) like '%e%');
create macro only_point(bare) as regexp_matches(bare, {POINT});
create macro only_comma(bare) as regexp_matches(bare, {COMMA});
create macro either_sign(bare) as regexp_matches(bare, {EITHER});

-- An amount, exact; an empty cell counts as 0, an unreadable one is null.
create macro amount(cell) as
    case
        when cell is null then 0::decimal(38, 20)
        when getvariable('decimal_comma') then comma_amount(bare_amount(cell))
        else coalesce(try_cast(cell as decimal(38, 20)), point_amount(bare_amount(cell)))
    end;

-- An amount of a column that need not be there: null where it says nothing.
create macro amount_if_any(cell) as
    case when cell is not null then amount(cell) end;

-- A payment that failed, was called off or is still on its way: it moved nothing.
create macro moved_nothing(status) as
    coalesce(regexp_matches(
        strip_accents(lower(trim(status))),
        '^(fail|declin|den(y|ied)|reject|revert|cancel|void|expired|error|blocked|pending|processing|'
        || 'not paid|unpaid|open$|overdue|draft|scheduled|uncollect|upcoming|awaiting|'
        || 'incomplete|requires|uncaptured|in progress|on hold|fehl|abgelehnt|storn|abgebrochen|'
        || 'ausstehend|offen$|echou|refuse|annul|en attente|en cours|fallid|rechaz|pendiente)'
    ), false);

-- A line of a bill that was called off: a draft or void one; a failed one only where the states are
-- those of payments or invoices (`has_payments`), as a job that failed costs as others do.
create macro is_of_payments(status) as
    coalesce(regexp_matches(
        strip_accents(lower(trim(status))),
        '^(paid|posted|settled|complete|sent|open$|due|overdue|past due|unpaid|approved|issued|'
        || 'cleared|invoiced|billed|bezahlt|offen|verbucht|gebucht|paye|emis|pagad|emitid|pendient)'
    ), false);

create macro was_called_off(status) as
    coalesce(regexp_matches(
        strip_accents(lower(trim(status))),
        '^(void|draft|entwurf|brouillon|borrador|storn|annul|anulad)'
    ) or (getvariable('has_payments') and regexp_matches(
        strip_accents(lower(trim(status))),
        '^(fail|declin|reject|cancel|refus|denied|uncollect|fehlgeschl|abgelehnt|abgebrochen|'
        || 'echou|rechaz|fallid)'
    )), false);

-- A kind of document: an invoice, what takes back a part of one, or what pays it; else null.
create macro document_of(word) as
    list_transform([strip_accents(lower(trim(word)))], lambda w: case
        when regexp_matches(w, '^(((purchase|supplier|vendor|tax) )?(invoice|bill)|charge|usage|fee|'
            || 'subscription|debit note|(card )?(sale|purchase)s?$|(eingangs|lieferanten)?rechnung|facture|factura|cargo)')
            and not regexp_matches(w, 'payment|credit|korrektur')
            then 'invoice'
        when regexp_matches(w, '^(((customer|invoice|bill|vendor|supplier) )?payments?|'
            || 'zahlung(en|seingang|sausgang)?|(paiements?|reglements?|pagos?)'
            || '( (fournisseur|de facture|a proveedor))?)'
            || '( received|,? ?-? ?thank you| recu| recibido)?( \([^)]*\))?$')
            then 'payment'
        when regexp_matches(w, '^(((vendor|supplier|bill|purchase) )?'
            || 'credit([ -]?(note|memo|invoice))?s?|refunds?|gutschrift(en)?|'
            || 'rechnungskorrektur|storno(rechnung)?|(ruck)?erstattung(en)?|avoirs?|note de credit|'
            || 'remboursements?|notas? de (credito|abono)|abonos?|reembolsos?|devolucion(es)?)$')
            then 'credit'
    end)[1];

create macro plain_words(cell) as
    trim(regexp_replace(strip_accents(lower(cell)), '[\s_-]+', ' ', 'g'));

-- What a card's own account pays to it, in the words of the card's statement.
create macro pays_the_card(about) as
    coalesce(regexp_matches(
        plain_words(about),
        '\b(auto ?pay|auto ?payment|automatic payment|(payment|pymt)[ ,-]*thank you|direct debit payment)\b'
    ), false);

-- Whether a line moves money between two accounts of the team by its kinds (cells parted by |) or by
-- the first words that say what it is about: a conversion (not its fee), a withdrawal to the bank, a
-- hold, a transfer inside.
create macro moves_own_money(kinds, about) as
    coalesce(
        regexp_matches(
            plain_words(kinds),
            '(^|\|)((currency |balance |fx )?(conversion|exchange)|fx)(\||$)|'
            || '(currency|fx|forex|foreign|balance) (conversion|exchange)|'
            || '(wahrungs|devisen)(um|wechsel|tausch)|'
            || '(conversion|change|cambio) de (devise|monnaie|moneda|divisa)|'
            || '(bank|general|user initiated|standard|instant|automatic) (withdrawal|payout)|'
            || '(withdrawal|withdrawn|payout|cash ?out) to( \w+){0,2} (bank|card|account)|'
            || 'transfer (to|from)( your| own| my)? bank|(bank|card) deposit|deposit from bank|'
            || '(abbuchung|auszahlung) auf( \w+){0,2} (bank)?konto|allgemeine (abbuchung|auszahlung)|'
            || 'von nutzer eingeleitete abbuchung|bankgutschrift|'
            || '(virement|retrait|transfert) (vers|sur)( \w+){0,2} compte|'
            || '(retiro|retirada|transferencia) (a|hacia)( \w+){0,2} (cuenta|banco)|'
            || '\bhold\b|open authori[sz]ation|offene autorisierung|einbehalt'
        ) and not regexp_matches(
            plain_words(kinds),
            '\b(fees?|\w*gebuhr(en)?|frais|commissions?|comision(es)?|charges?|\w*entgelte?)\b'
        ), false
    ) or coalesce(regexp_matches(
        plain_words(concat_ws('|', kinds, about)),
        '(^|\|)(internal( account)? transfer|(own|between) (own |my |your )?accounts?\b|'
        || 'transfer (to|from) treasury( account)?(\||$)|'
        || 'transfer (to|from|between) (\w+ )?(own|my|your|(the )?(savings|reserve|deposit account|pot|vault|'
        || 'space|sub ?account|money market))\b|(savings|pot|reserve) transfer|umbuchung|'
        || '(online |mobile |electronic |automatic )?payments?( received)?[ ,]*thank you|auto ?pay\b|'
        || '(overboeking )?((naar|van) )?((mijn|eigen|oranje) )?(spaar|betaal)rekening|eigen rekening|interne overboeking|'
        || '(eigen|konto)?ubertrag\b|virement interne|virement (de )?compte a compte|'
        || 'virement entre comptes|traspaso|transferencia (interna|entre cuentas))'
    ), false);

-- A kind that moves money to the team's own bank in one export and pays others in the next.
create macro may_move_own_money(kind) as
    coalesce(regexp_matches(
        plain_words(kind),
        '^(payouts?|withdrawals?|cash ?outs?|top ?ups?|auszahlung(en)?|aufladung(en)?|retraits?|'
        || 'retiros?|recharges?|prelievi?o?|settlements?|disbursements?|uitbetaling(en)?|'
        || 'reversements?|liquidacion(es)?)$'
    ), false);

-- A transfer pays others at a bank; where expenses and journal entries are kinds, too, it need not.
create macro is_transfer(kind) as plain_words(kind) in ('transfer', 'transfers');

create macro is_of_books(kind) as
    regexp_matches(
        plain_words(kind),
        '^(expense|bill|bill payment( \(.*\))?|che(ck|que)|journal( entry)?|sales receipt)$'
    );

-- Which way an amount without a sign goes, by the word for it: 1 comes in, -1 goes out.
create macro direction_of(word) as
    case
        when regexp_matches(
            plain_words(word),
            '^(bij|c|cr|crdt|credits?|h|haben|haber|in|incoming|eingang|abono|gutschrift|entree|\+)$'
        ) then 1
        when regexp_matches(
            plain_words(word),
            '^(af|d|dr|db|dbit|debits?|debet|debe|s|soll|out|outgoing|ausgang|cargo|lastschrift|'
            || 'sortie|-)$'
        ) then -1
    end;

-- A payment that a bank gives back, by the first words of its kind or of what it is about.
create macro gives_back(words) as
    coalesce(regexp_matches(
        replace(plain_words(words), 'rueck', 'ruck'),
        '(^|\|)(refund|reversal|chargeback|(sepa )?(returned|unpaid) (direct debit|payment|debit|item)|'
        || '(sepa )?direct debit (return|refund|reversal|unpaid)|'
        || '(sepa )?((basis|ls|lastschrift) ?)*(ruckgabe|retoure|wiedergutschrift|storno)|'
        || '(sepa )?ruck(lastschrift|uberweisung|buchung)|'
        || '(rejet|retour|annulation|extourne) (de |du |d.)?(prelevement|virement|paiement|cheque)|'
        || 'prelevement (rejete|impaye)|'
        || 'devolucion (de |del )?(recibo|adeudo|transferencia|domiciliacion)|'
        || 'terugboeking|stornering|storno)\b'
    ), false);

-- What takes back a payment: of one that was received, income; of one that was made, a cost.
create macro is_refund(kind) as
    coalesce(regexp_matches(
        plain_words(kind),
        '^((card |partial |payment |full )?(refunds?|reversals?|chargebacks?)( payment)?|'
        || '(payable |supplier |vendor |bill )?credit( note| memo)s?|(supplier|vendor|bill) credits?|'
        || '(ruck)?erstattung(en)?|ruckzahlung(en)?|ruckbuchung(en)?|rucklastschrift(en)?|'
        || 'remboursements?|reembolsos?|devolucion(es)?|contracargos?)$'
    ), false);

-- "12.50 cr" is a credit on a bill and comes in on a statement of a bank; "12.50 dr" goes out.
create macro bank_sign(cell) as
    case when regexp_matches(trim(cell), '\d\s*(?i:cr|dr)$') then -1 else 1 end;

-- A payment that was given back whole.
create macro was_refunded(status) as
    coalesce(regexp_matches(
        strip_accents(lower(trim(status))), '^(refunded|reversed|erstattet|rembours|reembols)'
    ), false);

-- The last day a charge is spread to. A mapped end counts as it is; else a charge stays inside its
-- month, and a purchase stays on its day, unless it is for a month.
create macro covered_until(first, last, charge_category) as
    case
        when getvariable('states_end') then last
        when charge_category = 'Purchase' and last - first not between 27 and 30 then first
        else least(last, last_day(first))
    end;

create macro charge_category_of(word) as
    case lower(word)
        when 'usage' then 'Usage'
        when 'purchase' then 'Purchase'
        when 'tax' then 'Tax'
        when 'credit' then 'Credit'
        when 'adjustment' then 'Adjustment'
        when 'refund' then 'Adjustment'
        when 'roundingadjustment' then 'Adjustment'
        else 'Usage'
    end;

-- One value out of tags, whichever way an export writes them: {"k": "v"}, "k": "v", {k=v},
-- [{'key': 'k', 'value': 'v'}].
create macro tag_of(tags, name) as
    nullif(coalesce(
        nullif(regexp_extract(tags, '["'']key["'']\s*:\s*["'']' || regexp_escape(name)
            || '["'']\s*,\s*["'']value["'']\s*:\s*["'']([^"'']*)["'']', 1), ''),
        nullif(regexp_extract(tags, '["''](?:user[:_]|aws:)?' || regexp_escape(name)
            || '["'']\s*:\s*["'']([^"'']*)["'']', 1), ''),
        nullif(regexp_extract(tags, '[{,]\s*' || regexp_escape(name) || '\s*[=:]\s*([^,}]*)', 1), '')
    ), '');

-- The credits of a Google Cloud line, written as JSON or as a Python list: their amounts and types.
create macro credit_amounts(credits) as
    regexp_extract_all(credits, '["'']amount["'']\s*:\s*["'']?([-+0-9.eE]+)', 1);

create macro credit_types(credits) as
    regexp_extract_all(credits, '["'']type["'']\s*:\s*["'']?(\w+)', 1);

-- A grant of credits is told apart from a discount on the price.
create macro credit_kind_of(type) as
    case
        when type in (
            'SUSTAINED_USAGE_DISCOUNT', 'COMMITTED_USAGE_DISCOUNT', 'DISCOUNT', 'FREE_TIER',
            'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE', 'SUBSCRIPTION_BENEFIT', 'RESELLER_MARGIN',
            'FEE_UTILIZATION_OFFSET'
        ) then 'discount'
        else 'promotion'
    end;

create macro google_category(cost_type) as
    case lower(cost_type)
        when 'tax' then 'Tax'
        when 'adjustment' then 'Adjustment'
        when 'rounding_error' then 'Adjustment'
        when 'rounding error' then 'Adjustment'
        else 'Usage'
    end;

-- The line's own charge, then one piece per credit taken off it.
create macro google_pieces(cost, credits, category) as
    list_concat(
        [struct_pack(charge_category := category, credit_kind := null::varchar, billed := cost, lines := 1)],
        list_transform(
            list_zip(credit_amounts(credits), credit_types(credits)),
            lambda credit: struct_pack(
                charge_category := 'Credit',
                credit_kind := credit_kind_of(credit[2]),
                billed := try_cast(credit[1] as decimal(38, 20)),
                lines := 0
            )
        )
    );

create macro azure_category(charge_type) as
    case lower(replace(charge_type, ' ', ''))
        when 'purchase' then 'Purchase'
        when 'refund' then 'Adjustment'
        when 'roundingadjustment' then 'Adjustment'
        when 'tax' then 'Tax'
        when 'credit' then 'Credit'
        else 'Usage'
    end;

-- A reservation's purchase is spread over its use: it counts there, not on the day it was bought.
create macro azure_effective(billed, charge_type, pricing_model) as
    case
        when charge_type in ('Purchase', 'Refund')
            and pricing_model in ('Reservation', 'SavingsPlan') then 0
        else billed
    end;

-- Nothing in the header tells an amortized export from an actual one; such lines do.
create macro azure_basis(billed, charge_type, pricing_model) as
    case
        when charge_type in ('UnusedReservation', 'UnusedSavingsPlan') then 'amortised'
        when charge_type = 'Usage' and pricing_model in ('Reservation', 'SavingsPlan')
            and billed > 0 then 'amortised'
    end;

-- The code or sign of a currency beside an amount.
create macro currency_beside(cell) as nullif(regexp_extract(cell, {CURRENCY}), '');

-- The name of a currency without accents, points, hyphens and the s of a plural.
create macro currency_name(cell) as
    trim(regexp_replace(
        regexp_replace(strip_accents(lower(trim(cell))), '[ .-]+', ' ', 'g'), 's\b', '', 'g'
    ));

-- The code of a currency as it is written: a code in any case, a sign or a name; null for anything
-- else. What several countries use is the account's own currency, if it is one of them.
create macro code_of(written, own) as
    case
        when written is null or trim(written) = '' then own
        when trim(written) = '$' and own like '__D' then own
        when trim(written) = '¥' and own = 'CNY' then own
        else coalesce(
            {SIGNS}[trim(written)],
            case
                when length(trim(written)) = 3 and contains({EVERY_CODE}, upper(trim(written)))
                    then upper(trim(written))
            end,
            {NAMES}[currency_name(written)],
            case when contains({SEVERAL}[currency_name(written)], own) then own end
        )
    end;

-- A cell for a currency that is none.
create macro odd_currency(written, own) as
    case
        when written is not null and trim(written) <> '' and code_of(written, own) is null
            then trim(written)
    end;
