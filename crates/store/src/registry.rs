//! The synced tables and their fields: the one list that triggers, history, undo, replay and search are made from.

/// A table whose rows are logged field by field.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// What one row is called in the API: `contact`.
    pub record: &'static str,
    /// Every synced column but `id`. `no` and generated columns are local.
    pub fields: &'static [&'static str],
    /// Columns that hold the id of a row of another table.
    pub links: &'static [Link],
    /// Title and body of the search index as SQL over `$`, which stands for the row.
    pub search: Option<Search>,
    /// The column that says since when the row holds, where it is not the moment of writing.
    pub effective: Option<&'static str>,
}

#[derive(Debug)]
pub struct Link {
    pub field: &'static str,
    /// [`ANY`] where the row says itself which table it means.
    pub table: &'static str,
    /// The row is a part of the linked one and goes and stays with it.
    pub part_of: bool,
}

#[derive(Debug)]
pub struct Search {
    /// The high bits of the index's rowid.
    pub kind: i64,
    pub title: &'static str,
    pub body: &'static str,
}

/// A link that may lead to a row of any table.
pub const ANY: &str = "*";

/// Below the kind, a search rowid holds the row's `no`.
pub const SEARCH_SHIFT: i64 = 40;

const fn link(field: &'static str, table: &'static str) -> Link {
    Link { field, table, part_of: false }
}

const fn part_of(field: &'static str, table: &'static str) -> Link {
    Link { field, table, part_of: true }
}

macro_rules! fields {
    ($($name:ident)*) => {
        &[$(stringify!($name),)* "created_at", "created_by", "updated_at", "deleted_at"]
    };
}

pub static TABLES: &[Table] = &[
    Table {
        name: "people",
        record: "person",
        fields: fields!(name email active external_id),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "companies",
        record: "company",
        fields: fields!(name domain industry size website phone phone_key address_line_1 address_line_2 city state
            postal_code country parent_id owner_id notes external_id merged_into),
        links: &[link("parent_id", "companies"), link("owner_id", "people")],
        search: Some(Search {
            kind: 1,
            title: "$.name",
            body: "coalesce($.domain, '') || ' ' || coalesce($.city, '') || ' ' || coalesce($.industry, '') || ' ' || coalesce($.phone_key, '')",
        }),
        effective: None,
    },
    Table {
        name: "contacts",
        record: "contact",
        fields: fields!(salutation first_name last_name email phone phone_key mobile mobile_key company_id job_title
            department address_line_1 address_line_2 city state postal_code country contact_type lifecycle_stage source
            status keep_in_touch_days last_contact_at owner_id assigned_to_id website linkedin twitter notes
            email_consent external_id merged_into),
        links: &[
            link("company_id", "companies"),
            link("owner_id", "people"),
            link("assigned_to_id", "people"),
        ],
        search: Some(Search {
            kind: 2,
            title: "$.name",
            body: "coalesce($.email, '') || ' ' || coalesce($.job_title, '') || ' ' || coalesce($.city, '') || ' ' || coalesce($.phone_key, '') || ' ' || coalesce($.mobile_key, '')",
        }),
        effective: None,
    },
    Table {
        name: "contact_points",
        record: "contact_point",
        fields: fields!(contact_id kind label value value_key),
        links: &[part_of("contact_id", "contacts")],
        search: None,
        effective: None,
    },
    Table {
        name: "leads",
        record: "lead",
        fields: fields!(first_name last_name email phone phone_key company_name job_title lead_source status priority
            owner_id assigned_to_id estimated_value_minor currency probability last_contact_at next_follow_up notes
            converted_at converted_contact_id converted_company_id converted_opportunity_id external_id),
        links: &[
            link("owner_id", "people"),
            link("assigned_to_id", "people"),
            link("converted_contact_id", "contacts"),
            link("converted_company_id", "companies"),
            link("converted_opportunity_id", "opportunities"),
        ],
        search: Some(Search {
            kind: 3,
            title: "$.name || ' ' || coalesce($.company_name, '')",
            body: "coalesce($.email, '') || ' ' || coalesce($.job_title, '') || ' ' || coalesce($.phone_key, '')",
        }),
        effective: None,
    },
    Table {
        name: "pipelines",
        record: "pipeline",
        fields: fields!(name is_default position),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "stages",
        record: "stage",
        fields: fields!(pipeline_id slug name kind probability stalled_after_days position),
        links: &[part_of("pipeline_id", "pipelines")],
        search: None,
        effective: None,
    },
    Table {
        name: "opportunities",
        record: "opportunity",
        fields: fields!(name description company_id contact_id lead_id pipeline_id stage_id stage_entered_at rank
            amount_minor currency probability expected_close_date actual_close_date forecast_category loss_reason
            next_step source owner_id assigned_to_id last_activity_at notes external_id),
        links: &[
            link("company_id", "companies"),
            link("contact_id", "contacts"),
            link("lead_id", "leads"),
            link("pipeline_id", "pipelines"),
            link("stage_id", "stages"),
            link("owner_id", "people"),
            link("assigned_to_id", "people"),
        ],
        search: Some(Search {
            kind: 4,
            title: "$.name",
            body: "coalesce($.next_step, '') || ' ' || coalesce($.external_id, '')",
        }),
        effective: None,
    },
    Table {
        name: "opportunity_contacts",
        record: "opportunity_contact",
        fields: fields!(opportunity_id contact_id role),
        links: &[part_of("opportunity_id", "opportunities"), link("contact_id", "contacts")],
        search: None,
        effective: None,
    },
    Table {
        name: "opportunity_history",
        record: "opportunity_history",
        fields: fields!(opportunity_id field old_value new_value currency effective_at),
        links: &[part_of("opportunity_id", "opportunities")],
        search: None,
        effective: Some("effective_at"),
    },
    Table {
        name: "products",
        record: "product",
        fields: fields!(name description sku price_minor currency category is_active external_id),
        links: &[],
        search: Some(Search { kind: 5, title: "$.name", body: "coalesce($.sku, '')" }),
        effective: None,
    },
    Table {
        name: "opportunity_lines",
        record: "opportunity_line",
        fields: fields!(opportunity_id product_id description quantity_milli unit_price_minor discount_bp position),
        links: &[part_of("opportunity_id", "opportunities"), link("product_id", "products")],
        search: None,
        effective: None,
    },
    Table {
        name: "tasks",
        record: "task",
        fields: fields!(title description task_type status priority owner_id assigned_to_id due_at reminder_at
            completed_at repeat_rule company_id contact_id lead_id opportunity_id notes external_id),
        links: &[
            link("owner_id", "people"),
            link("assigned_to_id", "people"),
            link("company_id", "companies"),
            link("contact_id", "contacts"),
            link("lead_id", "leads"),
            link("opportunity_id", "opportunities"),
        ],
        search: Some(Search { kind: 6, title: "$.title", body: "coalesce($.description, '')" }),
        effective: None,
    },
    Table {
        name: "activities",
        record: "activity",
        fields: fields!(kind subject body outcome duration_minutes occurred_at company_id contact_id lead_id
            opportunity_id owner_id external_id),
        links: &[
            link("company_id", "companies"),
            link("contact_id", "contacts"),
            link("lead_id", "leads"),
            link("opportunity_id", "opportunities"),
        ],
        search: None,
        effective: Some("occurred_at"),
    },
    Table {
        name: "calendar_events",
        record: "event",
        fields: fields!(title description event_type start_at end_at is_all_day time_zone organizer attendees location
            meeting_link company_id contact_id lead_id opportunity_id notes external_id),
        links: &[
            link("company_id", "companies"),
            link("contact_id", "contacts"),
            link("lead_id", "leads"),
            link("opportunity_id", "opportunities"),
        ],
        search: None,
        effective: None,
    },
    Table {
        name: "tags",
        record: "tag",
        fields: fields!(name color),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "record_tags",
        record: "record_tag",
        fields: fields!(record_type record_id tag_id),
        links: &[part_of("record_id", ANY), link("tag_id", "tags")],
        search: None,
        effective: None,
    },
    Table {
        name: "custom_fields",
        record: "custom_field",
        fields: fields!(record_type key label kind choices position),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "custom_values",
        record: "custom_value",
        fields: fields!(field_id record_id text_value int_value),
        links: &[part_of("record_id", ANY), link("field_id", "custom_fields")],
        search: None,
        effective: None,
    },
    Table {
        name: "saved_views",
        record: "saved_view",
        fields: fields!(record_type name definition is_pinned position),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "currency_rates",
        record: "currency_rate",
        fields: fields!(currency base day rate_nano),
        links: &[],
        search: None,
        effective: None,
    },
    Table {
        name: "quotas",
        record: "quota",
        fields: fields!(pipeline_id month amount_minor currency),
        links: &[part_of("pipeline_id", "pipelines")],
        search: None,
        effective: None,
    },
    Table {
        name: "public_events",
        record: "public_event",
        fields: fields!(kind subject occurred_at data),
        links: &[],
        search: None,
        effective: Some("occurred_at"),
    },
];

/// The table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|t| t.name == name)
}

/// Kept by the store itself: not something a user edits, so never a reason to keep a row from being undone.
pub fn is_bookkeeping(field: &str) -> bool {
    field == "updated_at"
}
