-- The tables of one build. Every row names where it comes from; unknown is null, never 0.
-- Days are UTC unless the column says otherwise; …_at is naive UTC; source_file is relative to
-- the folder of dashboard.toml, with /.

-- ── Notes (pipelines/notes) ────────────────────────────────────────────────────────────────────
create table meeting (
    meeting_id  varchar primary key, -- series + date (+ -2 …), stable, fit for a link
    series      varchar not null,    -- [[notes]] series
    held_on     date,                -- the day it was held, as the notes write it
    title       varchar,             -- front matter title, else first heading
    section     varchar,             -- heading of the dated section; null where a file is one meeting
    cancelled   boolean not null,    -- the notes say it did not take place
    has_roll_call boolean not null,  -- false: who came is unknown, not zero
    source_file varchar not null,
    source_line integer not null,    -- 1-based line where the meeting begins
    month       date,                -- first of its month; known too where the day is not written
    roll_call   varchar not null     -- read | none | not_read: one opens, and has no name we can read
);
create table attendance (
    meeting_id  varchar not null,
    person_id   varchar not null,    -- one person across spellings (pipelines/notes/persons/identity.py)
    name        varchar not null,    -- as signed, without pronouns and remarks; of a handle alone, as people.toml has it
    handle      varchar,             -- GitHub handle, lower case, no @; null: none given
    affiliation varchar,             -- as typed on that day; never inferred
    source_file varchar not null,
    source_line integer not null
);
create table identity_question (    -- who is who: asked only where pages may name people
    kind        varchar not null,    -- which: a short name of several people | same: two full names | handle: one without a name
    name        varchar not null,    -- as signed most often
    handle      varchar,             -- its own, several with a blank between; null: none
    candidates  varchar[] not null,  -- the names that it may be
    candidate_handles varchar[] not null, -- theirs, in the same order; empty: none
    meetings    integer not null,    -- in which it signed; 0: a handle that has actions and never signed
    last_on     date not null
);
create table agenda_item (
    meeting_id  varchar not null,
    title       varchar not null,
    owners      varchar[] not null,
    minutes     integer,             -- time box, minutes
    outcome     varchar,             -- null | 'punted' | 'not discussed' | …
    source_file varchar not null,
    source_line integer not null
);
create table action_item (
    meeting_id  varchar,             -- null: found in notes that are no meeting
    text        varchar not null,    -- as written; one row per place, copies are merged by metrics
    owners      varchar[] not null,  -- who is to act, as written; empty: nobody named
    done        boolean,             -- only where the file says so, else null
    source_file varchar not null,
    source_line integer not null
);
create table action_answer (         -- what a person settled about an action (actions.toml)
    text        varchar not null,    -- part of the action's text, any case
    state       varchar not null,    -- done | open | dropped
    settled_on  date,                -- the day it was done or dropped
    note        varchar              -- the team's own words about it
);
create table decision (
    meeting_id  varchar,
    text        varchar not null,
    source_file varchar not null,
    source_line integer not null
);
create table claim (
    meeting_id  varchar,
    kind        varchar not null,    -- issues_closed issues_open prs_merged money runway_months launches_or_sessions users other
    value       double,              -- scaled (4.5k is 4500); null where a range is given
    low         double,
    high        double,
    unit        varchar,
    subject     varchar,             -- what the number is about, as named nearby
    quote       varchar not null,    -- the sentence or bullet as written
    source_file varchar not null,
    source_line integer not null
);
create table reference (
    meeting_id  varchar,
    kind        varchar not null,    -- issue | pull | unknown | link
    repo        varchar,             -- owner/name; null where the notes do not say
    number      integer,
    url         varchar,
    source_file varchar not null,
    source_line integer not null
);
create table note_line (             -- the words of the notes, to be searched; no figure rests on it
    series      varchar not null,
    meeting_id  varchar,             -- null: notes that are no meeting
    day         date,                -- of the meeting or report, as the notes write it
    kind        varchar not null,    -- heading | item | text | row | roll call
    text        varchar not null,    -- without markup
    under       varchar not null,    -- the heading and the items that it stands under
    url         varchar,             -- the file on the web; null: it is in a folder alone
    source_file varchar not null,
    source_line integer not null
);

-- ── Bills (pipelines/billing), names of FOCUS ──────────────────────────────────────────────────
create table billing_file (
    source_file    varchar not null,
    format         varchar,          -- name of the export recognised; null: none fits
    account        varchar not null, -- [[billing]] account
    lines_read     bigint not null,  -- data lines: lines_kept + lines_rejected
    lines_kept     bigint not null,
    lines_rejected bigint not null,
    total_lines    bigint not null,  -- total rows dropped, used as a check sum
    first_day      date,
    last_day       date,
    final          boolean,          -- the provider closed the month; null: the export does not say
    sha256         varchar not null,
    own_total      decimal(38, 20),  -- the total the file itself states; null: it states none
    billed         decimal(38, 20),  -- sum of its kept lines; null: no line, or several currencies
    note           varchar           -- what a person should know of it, a sentence
);
create table cost_daily (
    day             date not null,   -- day of the charge, in the bill's own time zone
    account         varchar not null,
    category        varchar not null,-- the team's spend category, [[billing]] category
    provider        varchar,         -- FOCUS ProviderName
    sub_account     varchar,         -- FOCUS SubAccountId: project, subscription
    service         varchar,         -- FOCUS ServiceName
    region          varchar,         -- FOCUS RegionId
    charge_category varchar not null,-- FOCUS ChargeCategory: Usage Purchase Tax Adjustment Credit
    currency        varchar,         -- ISO code; null: the bill does not say
    billed          decimal(38, 20) not null, -- FOCUS BilledCost; credits negative
    effective       decimal(38, 20),          -- FOCUS EffectiveCost
    list            decimal(38, 20),          -- FOCUS ListCost
    lines           bigint not null, -- bill lines rolled up into this row; 0: split off or spread
    source_file     varchar not null,
    billing_account varchar,         -- FOCUS BillingAccountId; never leaves the house
    billing_period  date,            -- first day of the invoice's period; null: the bill does not say
    credit_kind     varchar,         -- of a Credit: promotion (a grant of credits) | discount
    asked           boolean not null default false -- a row of billing_question touches it
);
create table billing_replaced (      -- rows of a bill that another one of the same money replaces
    losing_file     varchar not null,
    winning_file    varchar not null,
    account         varchar not null,
    first_day       date not null,
    last_day        date not null,
    currency        varchar,
    amount          decimal(38, 20) not null, -- of the rows that do not count
    reason          varchar not null,
    lines           bigint not null
);
create table billing_refused (       -- lines that could not be kept, by reason
    source_file     varchar not null,
    account         varchar not null,
    currency        varchar,
    reason          varchar not null,-- no day | undated credit | no amount | no whole line
    lines           bigint not null,
    amount          decimal(38, 20), -- null: it cannot be read
    weighty         boolean not null -- the file keeps no line, or more than 1 % of its money is here
);
create table billing_question (      -- one a kind and account: which of two readings is right
    question_id     varchar primary key,
    kind            varchar not null,-- overlap | renamed | newer | two exports | undated | arrears
    account         varchar not null,
    files           varchar[] not null,
    first_day       date,            -- the days it is about; null: no line of the file has a day
    last_day        date,
    currency        varchar,
    assumed         varchar not null,-- meanwhile: both | newer | larger | exact | left out | month before | month of its date
    assumed_amount  decimal(38, 20) not null, -- of its rows, by the assumed reading
    other_amount    decimal(38, 20) not null, -- by the other one
    amount          decimal(38, 20) not null, -- the difference, without a sign
    pairs           integer not null,-- pairs of files that it is about
    asked           boolean not null,-- false: too small to ask; the cautious reading counts
    resting         boolean not null,-- a person answered "unknown", and no new file came since
    weighty         boolean not null,-- at least 1 % of the account's last three months
    look_up         varchar not null,-- where a person finds the answer
    answer          varchar not null,-- the lines for bills.toml, to be completed
    since           date,            -- from when on it could be asked: both files were there
    as_assumed      varchar not null,-- lines for bills.toml that say so of every pair: the assumed reading,
    as_other        varchar not null,-- the other one (YYYY-MM-DD: a day that a person gives),
    as_unknown      varchar not null -- and that nobody knows
);
create table billing_question_day (  -- the other reading, to be added to cost_daily
    question_id     varchar not null,
    day             date not null,
    account         varchar not null,
    category        varchar not null,
    currency        varchar,
    difference      decimal(38, 20) not null -- other reading less the assumed one
);
-- Rolled up from cost_daily by every build (warehouse/rolled_up.sql), so that no page reads all of
-- it. Columns are those of cost_daily; billed and lines add up to its own, to the last digit.
create table spend (                 -- what every project together was billed
    day             date not null,
    account         varchar not null,
    category        varchar not null,
    provider        varchar,
    service         varchar,
    charge_category varchar not null,
    credit_kind     varchar,
    currency        varchar,
    billing_period  date,
    billed          decimal(38, 20) not null,
    lines           bigint not null
);
create table spend_project (         -- what each project was billed, all services together
    day             date not null,
    account         varchar not null,
    category        varchar not null,
    provider        varchar,
    sub_account     varchar,
    charge_category varchar not null,
    credit_kind     varchar,
    currency        varchar,
    billed          decimal(38, 20) not null,
    lines           bigint not null
);
create table spend_file (            -- what counts of each file, after newer ones replaced days
    source_file     varchar not null,
    account         varchar not null,
    currency        varchar,
    first_day       date not null,
    last_day        date not null,
    billed          decimal(38, 20) not null,
    lines           bigint not null
);

-- ── Funds (pipelines/funds), words of 2 CFR 200 ────────────────────────────────────────────────
create table fund (
    fund_id       varchar primary key,
    name          varchar not null,
    kind          varchar not null,  -- grant | credits | donation | in_kind
    currency      varchar not null,
    awarded       decimal(38, 2),
    starts_on     date,
    ends_on       date,              -- last day on which a cost may be incurred; null: no end
    pays_for      varchar[] not null,-- spend categories it may pay; empty: all
    overhead_rate decimal(9, 6) not null, -- charged on spend
    fee_rate      decimal(9, 6) not null, -- taken from income
    extension_months integer,        -- most months an extension may add; null: no rule known
    notice_days   integer,           -- days before ends_on by which to ask
    work_remaining varchar,          -- what is still to be done; the reason for an extension
    extension_source varchar,        -- where the rule is written
    tax_rate      decimal(9, 6) not null, -- on the bill, to be carried by this fund (VAT)
    encumbered    decimal(38, 2) not null, -- committed and not yet paid: no longer available
    reimbursed_after_days integer,   -- paid in arrears, so many days after the cost; null: in advance
    priority      integer not null,  -- smaller is drawn first where end dates are equal
    funder        varchar,           -- who gives it
    office_days   integer,           -- days the team's own office needs before it can ask
    approved_by   varchar,           -- who approves an extension
    rule_timezone varchar,           -- time zone in which the funder's days end
    work_months   decimal(9, 2),     -- the team's own estimate of the remaining work
    rule_on       date,              -- when the rule was read
    credits_account varchar          -- [[billing]] whose bills show its credits as used: Google's
);
create table fund_cap (
    fund_id  varchar not null,
    category varchar not null,
    amount   decimal(38, 2) not null -- most that may go to this category, direct cost
);
create table fund_balance (
    fund_id   varchar not null,
    on_day    date not null,         -- balance at the end of this day
    amount    decimal(38, 2),        -- null: known to be unknown
    confirmed boolean not null,      -- by a statement, not by memory
    source    varchar,               -- who says so
    encumbered decimal(38, 2)        -- of it, what the same answer says is approved and not paid
);
-- Awards: what each fund says of itself, and how costs find it (config/awards.py).
create table award (
    fund_id   varchar primary key,
    number    varchar,               -- the funder's own number of it
    title     varchar,
    contact   varchar,               -- a person at the funder; leaves by name only
    signer    varchar,               -- who signs letters to the funder; leaves by name only
    bank_account varchar,            -- where the money lies
    provider  varchar,               -- who holds it for the team: a fiscal sponsor, an office
    pre_award_days integer,          -- days before starts_on from which a cost may be charged
    liquidation_days integer,        -- days after ends_on in which what was committed may be paid
    restriction varchar,
    letter    varchar,               -- address of the award letter
    codes     varchar[] not null,    -- what the books call it
    paid      varchar,               -- advance | reimbursed
    cost_share decimal(38, 2),       -- what the team itself committed
    source    varchar,               -- where this was read
    source_on date,                  -- and when
    rebudget_share decimal(9, 6),    -- of a line: a difference above it and the floor is explained
    rebudget_floor decimal(38, 2),
    rebudget_source varchar,
    rebudget_on date,
    ask       varchar,               -- who in the team knows
    rate      varchar,               -- bank | receipt | month: how a cost in another currency counts
    interest_kept decimal(38, 2),    -- a year; what is above it is returned. null: nobody entered it
    interest_source varchar,
    interest_on date,                -- when that rule was read
    year_starts integer not null     -- the month in which the team's year begins
);
create table award_line (
    fund_id    varchar not null,
    position   integer not null,     -- its place in the budget
    name       varchar not null,
    kind       varchar not null,     -- people | fringe | travel | cloud | equipment | subaward | indirect | other
    amount     decimal(38, 2) not null, -- as awarded
    codes      varchar[] not null,   -- what the books call it
    categories varchar[] not null,   -- spend categories that belong to it
    persons    integer               -- how many people it pays; null: not known
);
create table award_revision (
    fund_id     varchar not null,
    on_day      date not null,
    line        varchar not null,
    amount      decimal(38, 2) not null, -- of the line, since that day
    approved_by varchar,
    source      varchar
);
create table award_payment (
    fund_id   varchar not null,
    amount    decimal(38, 2) not null,
    state     varchar not null,      -- awarded | to_come | claimed | received
    on_day    date,                  -- of its arrival, or on which it is expected
    condition varchar
);
create table award_claim (           -- for costs that the funder pays back
    fund_id   varchar not null,
    on_day    date not null,         -- on which it was sent
    through   date not null,         -- the last day of its costs
    amount    decimal(38, 2) not null,
    source    varchar                -- its number or file
);
create table award_interest (        -- on money that was paid in advance
    fund_id   varchar not null,
    on_day    date not null,
    amount    decimal(38, 2),        -- null: the books do not say of which of two funds it is
    currency  varchar not null,
    source    varchar
);
create table award_report (
    fund_id   varchar not null,
    name      varchar not null,
    due_on    date,
    starts_on date,                  -- the days that it is about
    ends_on   date,
    who       varchar
);
create table sent_report (
    fund_id     varchar not null,
    starts_on   date not null,
    ends_on     date not null,
    sent_on     date not null,
    source_file varchar not null
);
create table sent_amount (           -- the months of a report are all since the award's beginning
    fund_id varchar not null,
    ends_on date not null,           -- of the report
    line    varchar not null,        -- its name; other: in no line; fee: a fiscal sponsor's
    month   date not null,
    amount  decimal(38, 2) not null
);
create table line_rate (             -- a line charged as a share of others: fringe, indirect
    rate_id   integer primary key,   -- in the order of dashboard.toml
    fund_id   varchar not null,
    line      varchar not null,
    rate      decimal(9, 6) not null,
    starts_on date,
    ends_on   date,
    source    varchar,
    source_on date
);
create table line_rate_base (
    rate_id   integer not null,
    line      varchar not null,
    first     decimal(38, 2)         -- only so much of the line counts; null: all of it
);
create table cost_split (            -- a person's decision; null keys say nothing
    split_id   integer primary key,  -- the first that fits a cost decides
    category   varchar,
    account    varchar,
    service    varchar,
    project    varchar,
    starts_on  date,
    ends_on    date,
    basis      varchar not null,
    decided_by varchar not null,
    decided_on date,
    label      varchar               -- key=value
);
create table cost_split_share (
    split_id integer not null,
    fund_id  varchar not null,
    share    decimal(9, 6) not null
);
create table charge_rule (           -- null keys say nothing
    rule_id   integer primary key,   -- the first that fits a cost decides
    fund_id   varchar not null,
    line      varchar,
    category  varchar,
    account   varchar,
    service   varchar,
    project   varchar,
    starts_on date,
    ends_on   date,
    source    varchar,
    label     varchar                -- key=value
);
create table booked_cost (           -- [[funding.ledgers]] books = true; in no other figure
    day         date not null,       -- of people: the last day of pay of its month
    book        varchar not null,
    category    varchar,             -- null: its settings name none
    code        varchar,             -- project, class or fund of the line
    line        varchar,             -- account of the line
    currency    varchar not null,
    amount      decimal(38, 2) not null,
    lines       bigint not null,
    source_file varchar not null,
    converted   decimal(38, 2),      -- the same as the bank or the books converted it
    converted_currency varchar
);
create table official_rate (         -- [funding] official_rates: of a whole month
    "from" varchar not null,
    "to"   varchar not null,
    on_day date not null,            -- the first of the month
    value  decimal(38, 12) not null, -- 1 from = value to
    source varchar
);
create table pending_award (
    award_id    varchar primary key,
    name        varchar not null,
    kind        varchar not null,
    amount      decimal(38, 2) not null,
    currency    varchar not null,
    probability double not null,     -- the team's own assumption
    starts_on   date not null,       -- earliest start
    latest_on   date,                -- latest start; null: starts_on is certain
    ends_on     date,
    pays_for    varchar[] not null,  -- empty: all
    fee_rate    decimal(9, 6) not null, -- taken from the amount when it is received
    call        varchar,             -- awards of one call depend on each other; null: independent
    call_rule   varchar              -- at_most_one | all_or_none
);
create table funder_call (
    name       varchar not null,
    funder     varchar,
    closes_on  date not null,
    decides_on date,                  -- null: not known
    source     varchar,
    source_on  date                   -- on which it was read
);
create table planned_cost (
    name      varchar not null,
    category  varchar not null,
    amount    decimal(38, 2) not null,
    per       varchar not null,      -- month | once
    currency  varchar not null,
    starts_on date not null,
    ends_on   date,
    until_billed boolean not null    -- ends by itself once its category has bills
);
create table spend_event (
    name     varchar not null,
    on_day   date not null,          -- first day of the new level of spending
    category varchar                 -- null: every category
);
create table income_daily (
    day         date not null,
    ledger      varchar not null,    -- [[funding.ledgers]] name
    currency    varchar not null,
    amount      decimal(38, 2) not null, -- as in the ledger; the fund's fee_rate comes off
    lines       bigint not null,
    source_file varchar not null,
    fund_id     varchar              -- whose balance it raises; null: no fund is named
);
create table invoice (               -- its number is not read: nothing private is here
    account     varchar not null,    -- [[billing]] account
    period      date not null,       -- first day of the month it bills
    currency    varchar not null,
    amount      decimal(38, 2) not null -- what is to be paid
);
create table budget_month (          -- [funding] budget: the team's own table, months across
    month       date not null,       -- first day of the month
    account     varchar,             -- its line
    amount      decimal(38, 2) not null, -- what it may cost in that month
    currency    varchar not null,
    source_file varchar not null
);
create table scenario (
    name           varchar not null,
    category       varchar,          -- null: every category
    from_on        date,             -- null: from the first projected day
    sponsor_share  decimal(9, 6) not null, -- of the bill, before any fund pays
    sponsor_cap    decimal(38, 2),   -- most the sponsor takes
    cut            decimal(9, 6) not null,
    price_change   decimal(9, 6) not null,
    award          decimal(38, 2) not null, -- new money that arrives on from_on
    award_pays_for varchar[] not null,
    extend_funds   varchar[] not null, -- fund ids, with extend_months
    extend_months  integer[] not null,
    reserve        decimal(38, 2) not null, -- kept back, never spent
    with_pending   boolean not null
);
create table headline (
    published_at timestamp not null, -- when an ingest published it
    as_of        date not null,
    low          date,               -- 1 chance in 10 that money ends earlier; null: beyond the horizon
    likely       date,
    high         date,
    method       varchar not null    -- range | arithmetic | not_depleting | unknown
);
create table funding_setting (
    horizon_months integer not null, -- how far the projection may reach
    grant_lead_months integer, -- time a search for a grant takes; null: nobody entered it
    credits_lead_months integer,
    category_priority varchar[] not null, -- what is paid first inside a month
    rate_band decimal(9, 6) not null, -- how far an exchange rate may move either way, a share
    search_since date,         -- a search for the next money is under way since then
    claims varchar             -- the file of claims, as its source_run names it; null: none is kept
);
create table rate (
    "from" varchar not null,
    "to"   varchar not null,
    on_day date not null,
    value  decimal(38, 12) not null, -- 1 from = value to
    source varchar
);

-- ── GitHub (pipelines/github) ──────────────────────────────────────────────────────────────────
create table repo (
    repo_id     bigint primary key,  -- GitHub's id: survives renames
    full_name   varchar not null,    -- owner/name, newest known
    archived    boolean not null,
    private     boolean not null,
    open_issues_count integer,       -- GitHub's own count of open issues + pulls, the check sum
    synced_at   timestamp,           -- last complete listing
    unreachable_since timestamp,     -- deleted, private or blocked since; its data are kept
    complete    boolean not null,    -- false: the first listing is not walked to its end yet
    older_names varchar[] not null,  -- what it was called before
    url         varchar
);
create table issue (
    repo_id     bigint not null,
    number      integer not null,
    is_pull     boolean not null,
    title       varchar,
    author      varchar,             -- null: account deleted
    author_is_bot boolean not null,
    state       varchar not null,    -- open | closed | gone
    state_reason varchar,
    labels      varchar[] not null,
    comments    integer,
    created_at  timestamp not null,
    updated_at  timestamp not null,
    closed_at   timestamp,
    merged_at   timestamp,           -- pulls only
    first_response_at timestamp,     -- first comment or review by a person other than the author
    response_known boolean not null, -- false: nobody asked GitHub for the replies
    gone_at     timestamp,           -- when our sync found it deleted or transferred
    url         varchar,
    moved_to_repo bigint,            -- of a transferred one: the repository it is in now
    moved_to_number integer          -- and its number there; null: not transferred, or not known
);
create table issue_event (
    repo_id bigint not null,
    number  integer not null,
    event   varchar not null,        -- closed | reopened
    happened_at timestamp not null,  -- when it happened, by GitHub
    seen_at timestamp not null       -- when our sync saw it
);
create table claim_answer (           -- what a person settled about a claim, for good (claims.toml)
    meeting_id  varchar not null,
    quote       varchar not null,    -- part of the claim's quote, any case
    repo        varchar,             -- the repository meant; 'all': every one read; null: not settled
    first_on    date,                -- first day of the window meant; null: the previous meeting
    last_on     date,                -- last day of the window meant; null: the meeting itself
    is_claim    boolean not null,    -- false: the sentence claims nothing that could be checked
    note        varchar              -- the team's own words about it
);

-- ── Docs builds (pipelines/docs_builds) ────────────────────────────────────────────────────────
create table docs_project (
    project     varchar primary key, -- Read the Docs slug, or owner/name/workflow.yml
    host        varchar not null,    -- Read the Docs | GitHub Actions
    name        varchar,
    default_version varchar,         -- the version readers see first; a workflow's is its branch
    repository_url varchar,
    url         varchar,             -- the documentation itself
    badge_url   varchar,             -- picture for a README
    known       boolean not null,    -- false: unknown slug or private
    checked_at  timestamp,           -- when it was last asked
    branch_version varchar,          -- the version built from a branch, compared with its head
    branch      varchar,             -- that branch; null: the repository's default
    head_commit varchar,             -- newest commit of that branch; null: not asked or not known
    commits_behind integer,          -- commits there that the last good build lacks; null: not known
    unbuilt_since timestamp          -- when the oldest of them was made
);
create table docs_version (
    project     varchar not null,
    version     varchar not null,
    kind        varchar,             -- branch | tag | …
    is_default  boolean not null,
    active      boolean not null,    -- false: seen earlier, built no more
    url         varchar
);
create table docs_build (
    project     varchar not null,
    build_id    varchar not null,
    version     varchar,             -- null: the version was deleted
    is_preview  boolean not null,    -- of a pull request: never turns a project red
    state       varchar not null,    -- passed | failed | cancelled | skipped | running | not started | stuck
    reason      varchar,             -- header of the notification, or the command or step that failed
    reason_class varchar,            -- dependency | sphinx | latex | configuration | time-out | memory | host | other
    created_at  timestamp not null,
    finished_at timestamp,
    seconds     integer,
    commit_sha  varchar,
    url         varchar              -- its log
);

-- ── Launches (pipelines/launches) ──────────────────────────────────────────────────────────────
create table launch_daily (
    day      date not null,          -- UTC
    bill_day date not null,          -- the same launches by the day of the bill that pays them
    origin   varchar,                -- federation member; null: before schema version 3
    provider varchar not null,       -- GitHub, GitLab, …
    launches bigint not null,
    source_file varchar not null
);
create table launch_repository (     -- only with [launches] top_repositories
    day        date not null,        -- UTC
    provider   varchar not null,
    repository varchar not null,     -- owner/name, without the reference
    launches   bigint not null
);
create table usage_daily (           -- pipelines/usage: any other count a team keeps
    usage    varchar not null,       -- [[usage]] name
    day      date not null,          -- as the file writes it
    label    varchar,                -- what the count is of, where the file says so
    amount   decimal(38, 6) not null,
    source_file varchar not null,
    source_line integer not null
);
create table usage_basis (           -- both sides of the division in "cost per …"
    usage    varchar primary key,    -- 'launches', or a [[usage]] name
    unit     varchar not null,       -- launch, user, session, download
    accounts varchar[] not null,     -- bills that pay for it; empty: all
    origins  varchar[] not null,     -- federation members counted, * allowed; empty: all
    cost_source varchar not null,    -- bills | archive
    timezone varchar not null,       -- whose days bill_day are
    basis    varchar not null        -- the sentence next to the figure
);
create table usage_cost (            -- the cost an archive itself publishes, pipelines/launches
    usage    varchar not null,
    day      date not null,          -- in usage_basis.timezone
    cost     decimal(38, 6) not null,
    currency varchar not null,
    source_file varchar not null,
    source_line integer not null
);
create table usage_gap (             -- days whose count is missing or known to be too low
    usage     varchar not null,
    starts_on date not null,
    ends_on   date,                  -- null: not over, or the end is not known
    note      varchar not null
);

-- ── About this build ───────────────────────────────────────────────────────────────────────────
create table reject (
    source      varchar not null,    -- notes | billing | …
    source_file varchar not null,
    source_line bigint,
    text        varchar,             -- the line as it is, cut at 500 characters
    reason      varchar not null
);
create table source_run (
    source   varchar not null,
    unit     varchar not null,       -- series, account, repo, project …
    status   varchar not null,       -- ok | asked | stale | failed | not_set_up
    as_of    timestamp,              -- newest moment in its data
    rows     bigint not null,
    rejected bigint not null,
    message  varchar,                -- what happened
    remedy   varchar,                -- what to do
    passing  boolean not null,       -- the next run may repair it by itself
    every_days integer               -- days between its arrivals, as the team says; null: by its past
);
create table build_info (
    built_at timestamp not null,
    as_of    date not null,          -- the team's day of this build
    project  varchar not null,
    currency varchar not null,
    timezone varchar not null,
    config_file varchar not null,    -- its name only
    is_sample boolean not null,
    version  varchar not null,
    every_days integer               -- days between two builds, as the team says; null: by their past
);
create table build_schema (
    fingerprint varchar not null     -- of this file, when the build was made
);
create table answer (                -- to costly questions of pages, asked by the ingest (pipelines/opening.py)
    metric    varchar not null,      -- module and name of the function
    arguments varchar not null,      -- JSON, all of them in the function's order
    code      varchar not null,      -- of the code that made it (metrics/answers.py)
    body      varchar not null       -- JSON (metrics/encoding.py)
);
