-- The records of a salesperson. Every row: `no` is local (and the key of the search index), `id` is a UUIDv7
-- that all devices share, deletes are tombstones. Money is minor units plus ISO 4217; dates without a time are text.
-- No foreign keys between synced rows: a server may withhold one of the two.

CREATE TABLE people (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, email TEXT, is_me INTEGER NOT NULL DEFAULT 0 CHECK (is_me IN (0, 1)),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX people_name ON people (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;

CREATE TABLE companies (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, domain TEXT, industry TEXT, size TEXT, website TEXT, phone TEXT, phone_key TEXT,
  address_line_1 TEXT, address_line_2 TEXT, city TEXT, state TEXT, postal_code TEXT, country TEXT,
  parent_id TEXT, owner_id TEXT, notes TEXT, external_id TEXT, merged_into TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
-- Narrow and with the column that its own condition reads, so that counting live rows needs nothing else.
CREATE INDEX companies_live ON companies (no, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX companies_name ON companies (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_created ON companies (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_updated ON companies (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_by_domain ON companies (domain COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_by_industry ON companies (industry COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_by_city ON companies (city COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_by_country ON companies (country COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_owner ON companies (owner_id, id) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX companies_domain ON companies (domain) WHERE deleted_at IS NULL AND domain IS NOT NULL;
CREATE INDEX companies_parent ON companies (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE contacts (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  salutation TEXT CHECK (salutation IN ('mr', 'mrs', 'ms', 'dr', 'prof')),
  first_name TEXT, last_name TEXT,
  name TEXT GENERATED ALWAYS AS (trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) STORED,
  email TEXT, phone TEXT, phone_key TEXT, mobile TEXT, mobile_key TEXT,
  company_id TEXT, job_title TEXT, department TEXT,
  address_line_1 TEXT, address_line_2 TEXT, city TEXT, state TEXT, postal_code TEXT, country TEXT,
  contact_type TEXT NOT NULL DEFAULT 'prospect' CHECK (contact_type IN ('customer', 'prospect', 'vendor', 'partner')),
  lifecycle_stage TEXT, source TEXT, status TEXT NOT NULL DEFAULT 'active',
  keep_in_touch_days INTEGER, last_contact_at INTEGER,
  owner_id TEXT, assigned_to_id TEXT, website TEXT, linkedin TEXT, twitter TEXT, notes TEXT,
  email_consent TEXT NOT NULL DEFAULT 'unknown' CHECK (email_consent IN ('unknown', 'granted', 'withdrawn')),
  external_id TEXT, merged_into TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX contacts_live ON contacts (no, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX contacts_name ON contacts (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_created ON contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_updated ON contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_email ON contacts (email COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_owner ON contacts (owner_id, id) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX contacts_phone ON contacts (phone_key) WHERE deleted_at IS NULL AND phone_key IS NOT NULL;
CREATE INDEX contacts_company ON contacts (company_id) WHERE company_id IS NOT NULL;

-- Further addresses and numbers of a contact; the primary ones are columns of contacts.
CREATE TABLE contact_points (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  contact_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
  label TEXT, value TEXT NOT NULL, value_key TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX contact_points_contact ON contact_points (contact_id);
CREATE INDEX contact_points_key ON contact_points (value_key) WHERE deleted_at IS NULL;

CREATE TABLE leads (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  first_name TEXT, last_name TEXT,
  name TEXT GENERATED ALWAYS AS (trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) STORED,
  email TEXT, phone TEXT, phone_key TEXT, company_name TEXT, job_title TEXT,
  lead_source TEXT NOT NULL DEFAULT 'other' CHECK (lead_source IN
    ('website', 'referral', 'social_media', 'email_campaign', 'cold_call', 'trade_show', 'advertisement', 'other')),
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'contacted', 'qualified', 'unqualified', 'converted', 'lost')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
  owner_id TEXT, assigned_to_id TEXT,
  estimated_value_minor INTEGER, currency TEXT, probability INTEGER CHECK (probability BETWEEN 0 AND 100),
  last_contact_at INTEGER, next_follow_up TEXT, notes TEXT,
  converted_at INTEGER, converted_contact_id TEXT, converted_company_id TEXT, converted_opportunity_id TEXT,
  external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX leads_live ON leads (no, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX leads_name ON leads (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_created ON leads (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_updated ON leads (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_email ON leads (email COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_follow_up ON leads (next_follow_up, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_company_name ON leads (company_name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_lead_source ON leads (lead_source, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_estimated_value_minor ON leads (estimated_value_minor, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_probability ON leads (probability, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_last_contact_at ON leads (last_contact_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_status ON leads (status, id) WHERE deleted_at IS NULL;

CREATE TABLE pipelines (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)), position TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE stages (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  pipeline_id TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('open', 'won', 'lost')),
  probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
  stalled_after_days INTEGER CHECK (stalled_after_days > 0), position TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX stages_pipeline ON stages (pipeline_id, position) WHERE deleted_at IS NULL;

CREATE TABLE opportunities (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, description TEXT, company_id TEXT, contact_id TEXT, lead_id TEXT,
  pipeline_id TEXT NOT NULL, stage_id TEXT NOT NULL, stage_entered_at INTEGER NOT NULL, rank TEXT NOT NULL,
  amount_minor INTEGER, currency TEXT NOT NULL,
  -- NULL: the stage's; set by hand: kept.
  probability INTEGER CHECK (probability BETWEEN 0 AND 100),
  expected_close_date TEXT, actual_close_date TEXT,
  forecast_category TEXT CHECK (forecast_category IN ('omitted', 'pipeline', 'best_case', 'commit', 'closed')),
  loss_reason TEXT, next_step TEXT, source TEXT, owner_id TEXT, assigned_to_id TEXT,
  last_activity_at INTEGER, notes TEXT, external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX opportunities_live ON opportunities (no, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_board ON opportunities (stage_id, rank, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_totals ON opportunities (pipeline_id, stage_id, currency, probability, amount_minor, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX opportunities_stalled ON opportunities (stage_id, stage_entered_at, last_activity_at, amount_minor, id, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX opportunities_name ON opportunities (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_amount ON opportunities (amount_minor, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_close ON opportunities (expected_close_date, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_closed ON opportunities (actual_close_date, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_entered ON opportunities (stage_entered_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_active ON opportunities (last_activity_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_created ON opportunities (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_updated ON opportunities (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_company ON opportunities (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX opportunities_contact ON opportunities (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX opportunities_owner ON opportunities (owner_id, id) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX opportunities_external ON opportunities (external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE opportunity_contacts (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  opportunity_id TEXT NOT NULL, contact_id TEXT NOT NULL, role TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX opportunity_contacts_opportunity ON opportunity_contacts (opportunity_id);
CREATE INDEX opportunity_contacts_contact ON opportunity_contacts (contact_id);

-- Append-only: what changed in a deal and since when it holds. Analytics read this, never current counts.
CREATE TABLE opportunity_history (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  opportunity_id TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('stage', 'amount', 'close_date', 'category')),
  old_value TEXT, new_value TEXT, currency TEXT,
  effective_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX opportunity_history_opportunity ON opportunity_history (opportunity_id, effective_at);

CREATE TABLE products (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, description TEXT, sku TEXT, price_minor INTEGER, currency TEXT NOT NULL, category TEXT,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)), external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX products_name ON products (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE TABLE opportunity_lines (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  opportunity_id TEXT NOT NULL, product_id TEXT, description TEXT,
  -- thousandths of a unit, hundredths of a percent: exact without floats
  quantity_milli INTEGER NOT NULL DEFAULT 1000, unit_price_minor INTEGER,
  discount_bp INTEGER NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000), position TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX opportunity_lines_opportunity ON opportunity_lines (opportunity_id);
CREATE INDEX opportunity_lines_product ON opportunity_lines (product_id) WHERE product_id IS NOT NULL;

CREATE TABLE tasks (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, description TEXT,
  task_type TEXT NOT NULL DEFAULT 'other' CHECK (task_type IN ('call', 'email', 'meeting', 'follow_up', 'proposal', 'demo', 'other')),
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'in_progress', 'completed', 'cancelled')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
  owner_id TEXT, assigned_to_id TEXT, due_at INTEGER, reminder_at INTEGER, completed_at INTEGER, repeat_rule TEXT,
  company_id TEXT, contact_id TEXT, lead_id TEXT, opportunity_id TEXT, notes TEXT, external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX tasks_live ON tasks (no, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX tasks_due ON tasks (due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_open ON tasks (due_at) WHERE deleted_at IS NULL AND status IN ('pending', 'in_progress');
CREATE INDEX tasks_title ON tasks (title COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_status ON tasks (status, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_completed_at ON tasks (completed_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_updated ON tasks (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_created ON tasks (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_opportunity ON tasks (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX tasks_contact ON tasks (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX tasks_company ON tasks (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX tasks_lead ON tasks (lead_id) WHERE lead_id IS NOT NULL;

CREATE TABLE activities (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN
    ('call', 'email', 'meeting', 'note', 'task', 'status_change', 'stage_change', 'proposal_sent', 'contract_sent')),
  subject TEXT, body TEXT, outcome TEXT, duration_minutes INTEGER CHECK (duration_minutes >= 0),
  occurred_at INTEGER NOT NULL,
  company_id TEXT, contact_id TEXT, lead_id TEXT, opportunity_id TEXT, owner_id TEXT, external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX activities_time ON activities (occurred_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_opportunity ON activities (opportunity_id, occurred_at) WHERE opportunity_id IS NOT NULL;
CREATE INDEX activities_contact ON activities (contact_id, occurred_at) WHERE contact_id IS NOT NULL;
CREATE INDEX activities_company ON activities (company_id, occurred_at) WHERE company_id IS NOT NULL;
CREATE INDEX activities_lead ON activities (lead_id, occurred_at) WHERE lead_id IS NOT NULL;

CREATE TABLE calendar_events (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, description TEXT,
  event_type TEXT NOT NULL DEFAULT 'meeting' CHECK (event_type IN ('meeting', 'call', 'appointment', 'demo', 'presentation', 'other')),
  start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, is_all_day INTEGER NOT NULL DEFAULT 0 CHECK (is_all_day IN (0, 1)),
  time_zone TEXT NOT NULL, organizer TEXT, attendees TEXT NOT NULL DEFAULT '[]', location TEXT, meeting_link TEXT,
  company_id TEXT, contact_id TEXT, lead_id TEXT, opportunity_id TEXT, notes TEXT, external_id TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK (end_at >= start_at)
) STRICT;
CREATE INDEX calendar_events_start ON calendar_events (start_at, id) WHERE deleted_at IS NULL;

CREATE TABLE tags (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, color TEXT,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX tags_name ON tags (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE TABLE record_tags (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  record_type TEXT NOT NULL, record_id TEXT NOT NULL, tag_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX record_tags_record ON record_tags (record_id) WHERE deleted_at IS NULL;
CREATE INDEX record_tags_tag ON record_tags (tag_id, record_id) WHERE deleted_at IS NULL;

CREATE TABLE custom_fields (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  record_type TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'money', 'date', 'choice', 'multi_choice', 'checkbox', 'url', 'record')),
  choices TEXT NOT NULL DEFAULT '[]', position TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
-- One row per value, so that two devices editing two custom fields of one record do not collide.
CREATE TABLE custom_values (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  field_id TEXT NOT NULL, record_id TEXT NOT NULL, text_value TEXT, int_value INTEGER,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX custom_values_record ON custom_values (record_id) WHERE deleted_at IS NULL;
CREATE INDEX custom_values_text ON custom_values (field_id, text_value) WHERE deleted_at IS NULL;
CREATE INDEX custom_values_int ON custom_values (field_id, int_value) WHERE deleted_at IS NULL;

CREATE TABLE saved_views (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  record_type TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
  position TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- Units of the base currency for one unit of `currency`, in billionths, valid from `day`.
CREATE TABLE currency_rates (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  currency TEXT NOT NULL, base TEXT NOT NULL, day TEXT NOT NULL, rate_nano INTEGER NOT NULL CHECK (rate_nano > 0),
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- One index for all records: rowid = kind << 40 | no, so that a kind is a rowid range and no text is kept twice.
CREATE VIRTUAL TABLE search_words USING fts5 (
  title, body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);
-- Substrings and scripts without word breaks.
CREATE VIRTUAL TABLE search_parts USING fts5 (
  title, content = '', contentless_delete = 1, tokenize = "trigram remove_diacritics 1"
);
