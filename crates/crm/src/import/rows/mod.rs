//! One row of a file as the record it asks for, or what is wrong with it; it knows no database.

mod cells;
mod drafts;
mod reading;

use crate::Message;
use mycrm_store::Currency;
use serde::{Deserialize, Serialize};

use super::mapping::{Kind, Mapping};
use super::source::{BrokenRow, Place, Record};
use cells::Cells;

pub use drafts::{Address, CompanyDraft, ContactDraft, Draft, LeadDraft, OpportunityDraft, PersonDraft};
pub use reading::{ColumnReading, FileReading};

/// What is wrong with a row, in which column if it is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// As a spreadsheet counts, with the header as row 1.
    pub row: u64,
    pub column: Option<String>,
    pub value: Option<String>,
    pub message: Message,
}

impl RowError {
    /// The error of a row that is no record.
    #[must_use]
    pub fn broken(row: &BrokenRow) -> Self {
        Self { row: row.place.row, column: None, value: None, message: row.reason.message() }
    }

    /// An error of the row as a whole.
    #[must_use]
    pub fn of_row(place: Place, message: Message) -> Self {
        Self { row: place.row, column: None, value: None, message }
    }
}

/// How the rows of one file become drafts.
#[derive(Clone, Debug)]
pub struct RowReader {
    kind: Kind,
    names: Vec<String>,
    readings: Vec<ColumnReading>,
    columns: std::collections::HashMap<&'static str, usize>,
    currency: Currency,
    currencies: Vec<Option<Currency>>,
}

impl RowReader {
    /// `names` and `readings` are those of the file's columns; `currency` is that of amounts which name none.
    #[must_use]
    pub fn new(mapping: &Mapping, names: &[String], readings: &[ColumnReading], currency: Currency) -> Self {
        let mut columns = std::collections::HashMap::new();
        for (column, key) in mapping.columns.iter().enumerate() {
            if let Some(target) = key.as_deref().and_then(|key| mapping.kind.target(key)) {
                columns.insert(target.key, column);
            }
        }
        let in_header = |name: &String| super::mapping::currency_in(name).and_then(|code| code.parse().ok());
        Self {
            kind: mapping.kind,
            names: names.to_vec(),
            readings: readings.to_vec(),
            columns,
            currency,
            currencies: names.iter().map(in_header).collect(),
        }
    }

    /// The draft a row asks for, or everything that is wrong with it.
    pub fn read(&self, record: &Record) -> Result<Draft, Vec<RowError>> {
        let mut cells = Cells::new(self, record);
        let draft = match self.kind {
            Kind::Opportunities => drafts::opportunity(&mut cells).map(Draft::Opportunity),
            Kind::Contacts => drafts::contact(&mut cells).map(Draft::Contact),
            Kind::Leads => drafts::lead(&mut cells).map(Draft::Lead),
            Kind::Companies => drafts::company(&mut cells).map(Draft::Company),
        };
        let mut errors = cells.into_errors();
        match draft {
            Ok(draft) if errors.is_empty() => Ok(draft),
            Ok(_) => Err(errors),
            // Without a readable name a row has no name either; that adds nothing to the reason.
            Err(_) if !errors.is_empty() => Err(errors),
            Err(message) => {
                errors.push(RowError::of_row(record.place, message));
                Err(errors)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;
    use mycrm_store::Currency;
    use proptest::prelude::*;

    use super::{ColumnReading, Draft, RowError, RowReader};
    use crate::import::mapping::{Kind, Mapping};
    use crate::import::source::{Place, Record};
    use crate::import::values::amounts::DecimalSign;
    use crate::import::values::dates::DateOrder;

    fn reader(kind: Kind, keys: &[&str]) -> RowReader {
        let columns = keys.iter().map(|key| kind.target(key).map(|target| target.key.to_owned())).collect();
        let reading =
            ColumnReading { date_order: DateOrder::Dmy, decimal: DecimalSign::Comma, is_share: false };
        let names: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        RowReader::new(&Mapping { kind, columns }, &names, &vec![reading; keys.len()], Currency::EUR)
    }

    fn read(kind: Kind, cells: &[(&str, &str)]) -> Result<Draft, Vec<RowError>> {
        let (keys, values): (Vec<&str>, Vec<&str>) = cells.iter().copied().unzip();
        reader(kind, &keys)
            .read(&Record { place: Place { row: 7, line: 9 }, fields: StringRecord::from(values) })
    }

    fn messages(result: Result<Draft, Vec<RowError>>) -> Vec<String> {
        result
            .unwrap_err()
            .into_iter()
            .map(|error| format!("{}: {}", error.column.unwrap_or_default(), error.message))
            .collect()
    }

    #[test]
    fn a_deal_is_called_after_its_product_and_its_company() {
        let name = |cells: &[(&str, &str)]| match read(Kind::Opportunities, cells) {
            Ok(Draft::Opportunity(deal)) => deal.name,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            name(&[("product", "GTX Plus Basic"), ("company_name", "Cancity")]),
            "GTX Plus Basic – Cancity"
        );
        assert_eq!(name(&[("product", "GTX Plus Basic"), ("company_name", " ")]), "GTX Plus Basic");
        assert_eq!(name(&[("product", ""), ("company_name", "Cancity")]), "Cancity");
        assert_eq!(name(&[("name", "Big one"), ("product", "GTX")]), "Big one");
        assert_eq!(messages(read(Kind::Opportunities, &[("name", " "), ("stage", "Won")])).len(), 1);
    }

    #[test]
    fn amounts_come_in_the_currency_beside_them_and_missing_ones_stay_missing() {
        let deal = |amount: &str, currency: &str| match read(
            Kind::Opportunities,
            &[("name", "x"), ("amount", amount), ("currency", currency)],
        ) {
            Ok(Draft::Opportunity(deal)) => (deal.amount_minor, deal.currency.map(Currency::code)),
            other => panic!("{other:?}"),
        };
        assert_eq!(deal("1.234,50 EUR", ""), (Some(123_450), Some("EUR")));
        assert_eq!(deal("1.234", ""), (Some(123_400), None));
        assert_eq!(deal("$ 5", "CAD"), (Some(500), Some("CAD")));
        assert_eq!(deal("1.500", "JPY"), (Some(1_500), Some("JPY")));
        assert_eq!(deal("", ""), (None, None));
        assert_eq!(deal("n/a", ""), (None, None));
        assert_eq!(deal("0", ""), (Some(0), None));
    }

    #[test]
    fn every_bad_value_of_a_row_is_told_with_its_column() {
        let cells = [
            ("name", "x"),
            ("amount", "12k"),
            ("close_date", "31.02.2017"),
            ("currency", "XYZ"),
            ("probability", "120"),
        ];
        let errors = read(Kind::Opportunities, &cells).unwrap_err();
        assert!(errors.iter().all(|error| error.row == 7 && error.value.is_some()));
        let columns: Vec<_> = errors.iter().filter_map(|error| error.column.as_deref()).collect();
        assert_eq!(columns, ["currency", "amount", "probability", "close_date"]);
    }

    #[test]
    fn a_contact_is_taken_apart_and_its_addresses_put_in_order() {
        let cells = [
            ("name", "Dr. Anna von Berg"),
            ("email", "Anna@Berg.de; a@x.de"),
            ("additional_emails", "A@X.de, b@x.de"),
            ("phone", "030/123456"),
            ("company_name", "Acme"),
            ("tags", "VIP; Messe 2017;vip"),
            ("website", "berg.de"),
        ];
        let Ok(Draft::Contact(contact)) = read(Kind::Contacts, &cells) else { panic!() };
        assert_eq!(
            (contact.person.first_name.as_deref(), contact.person.last_name.as_deref()),
            (Some("Anna"), Some("von Berg"))
        );
        assert_eq!(contact.salutation, Some("dr"));
        assert_eq!(contact.emails, ["anna@berg.de", "a@x.de", "b@x.de"]);
        assert_eq!(contact.tags, ["VIP", "Messe 2017"]);
        assert_eq!(contact.website.as_deref(), Some("https://berg.de"));
        assert_eq!(messages(read(Kind::Contacts, &[("email", "nope"), ("name", "A B")])).len(), 1);
        assert_eq!(messages(read(Kind::Contacts, &[("email", ""), ("name", "")])).len(), 1);
    }

    #[test]
    fn a_companys_domain_comes_from_its_website_where_none_is_given() {
        let cells = [("name", "Acme"), ("website", "https://www.acme.com/de"), ("size", "50")];
        let Ok(Draft::Company(company)) = read(Kind::Companies, &cells) else { panic!() };
        assert_eq!((company.domain.as_deref(), company.size.as_deref()), (Some("acme.com"), Some("50")));
        let Ok(Draft::Company(company)) = read(Kind::Companies, &[("domain", "www.acme.com")]) else {
            panic!()
        };
        assert_eq!((company.name.as_str(), company.domain.as_deref()), ("acme.com", Some("acme.com")));
    }

    #[test]
    fn a_lead_takes_the_words_of_other_programs() {
        let cells = [
            ("first_name", "Anna"),
            ("lead_source", "Some fair"),
            ("status", "Open - Not Contacted"),
            ("priority", "Hot"),
            ("estimated_value", "1.000,00 €"),
            ("next_follow_up", "1. März 2017"),
        ];
        let Ok(Draft::Lead(lead)) = read(Kind::Leads, &cells) else { panic!() };
        assert_eq!(
            (lead.lead_source, lead.status, lead.priority),
            (Some("other"), Some("new"), Some("high"))
        );
        assert_eq!((lead.estimated_value_minor, lead.currency), (Some(100_000), Some(Currency::EUR)));
        assert!(
            messages(read(Kind::Leads, &[("last_name", "x"), ("status", "purple")]))[0]
                .contains("new, contacted")
        );
    }

    proptest! {
        #[test]
        fn any_cells_give_a_draft_or_reasons(kind in proptest::sample::select(&Kind::ALL[..]), values in proptest::collection::vec("\\PC{0,30}|[0-9.,€/-]{0,12}", 30)) {
            let keys: Vec<&str> = kind.targets().iter().map(|target| target.key).collect();
            let fields: StringRecord = values.iter().take(keys.len()).map(String::as_str).collect();
            if let Err(errors) = reader(kind, &keys).read(&Record { place: Place { row: 2, line: 2 }, fields }) {
                prop_assert!(!errors.is_empty());
            }
        }
    }
}
