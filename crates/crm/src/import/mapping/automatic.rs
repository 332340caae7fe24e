//! The mapping a file gets without any help: for each pair of column and field how sure it is, the surest first.

use super::evidence::ColumnEvidence;
use super::headers::{fit, is_named_after, normalise};
use super::{Kind, Target};

/// The field suggested for a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    pub target: Option<&'static str>,
    /// 0 to 1; 0 where nothing is suggested.
    pub confidence: f32,
}

/// Below this a guess is more work to undo than to make.
const LEAST: f32 = 0.4;

/// A suggestion for each column; no field is suggested twice.
#[must_use]
pub fn suggest(kind: Kind, headers: &[String], evidence: &[ColumnEvidence]) -> Vec<Suggestion> {
    let mut pairs: Vec<(f32, usize, &Target)> = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        let unknown = ColumnEvidence::default();
        let evidence = evidence.get(column).unwrap_or(&unknown);
        for target in kind.targets() {
            let confidence = confidence(kind, header, evidence, target);
            if confidence >= LEAST {
                pairs.push((confidence, column, target));
            }
        }
    }
    // A stable sort: among equals the earlier column, then the earlier field.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut suggestions = vec![Suggestion { target: None, confidence: 0.0 }; headers.len()];
    let mut taken = std::collections::HashSet::new();
    for (confidence, column, target) in pairs {
        if suggestions[column].target.is_none() && taken.insert(target.key) {
            suggestions[column] = Suggestion { target: Some(target.key), confidence };
        }
    }
    suggestions
}

fn confidence(kind: Kind, header: &str, evidence: &ColumnEvidence, target: &Target) -> f32 {
    let named = fit(kind, header, target.names) * evidence.speaks_for(target.holds);
    // Values alone choose only among fields that such values cannot be mistaken for.
    let alone = match target.key {
        "email" | "contact_email" | "phone" | "website" | "amount" | "stage" => evidence.alone(target.holds),
        _ => 0.0,
    };
    named.max(alone).clamp(0.0, 1.0)
}

/// What the rows of a file are. `file_name` may say it too: `deals-2017.csv`.
#[must_use]
pub fn detect_kind(headers: &[String], evidence: &[ColumnEvidence], file_name: &str) -> Kind {
    let mut best = (Kind::Contacts, 0.0);
    for kind in Kind::ALL {
        let suggestions = suggest(kind, headers, evidence);
        let mut score = 0.0;
        for (suggestion, header) in suggestions.iter().zip(headers) {
            let target = suggestion.target.and_then(|key| kind.target(key));
            if let Some(target) = target {
                score += suggestion.confidence * target.telling;
            }
            if is_named_after(kind, &normalise(header)) {
                score += if target.is_some() { 0.6 } else { 0.2 };
            }
        }
        if named_in(file_name, kind) {
            score += 1.5;
        }
        if score > best.1 {
            best = (kind, score);
        }
    }
    best.0
}

fn named_in(file_name: &str, kind: Kind) -> bool {
    let words: &[&str] = match kind {
        Kind::Opportunities => &["deal", "opportunit", "pipeline", "verkaufschance", "angebote"],
        Kind::Contacts => &["contact", "people", "person", "kontakt"],
        Kind::Leads => &["lead", "interessent"],
        Kind::Companies => &["compan", "account", "organi", "firmen", "unternehmen"],
    };
    let lower = file_name.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{ColumnEvidence, Kind, detect_kind, suggest};

    /// Kind and fields found for a table whose first line is its header.
    fn read(text: &str) -> (Kind, Vec<&'static str>) {
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let headers = lines.next().unwrap();
        let rows: Vec<Vec<String>> = lines.collect();
        let evidence: Vec<_> = (0..headers.len())
            .map(|column| {
                ColumnEvidence::of(rows.iter().filter_map(|row| row.get(column)).map(String::as_str))
            })
            .collect();
        let kind = detect_kind(&headers, &evidence, "export.csv");
        (
            kind,
            suggest(kind, &headers, &evidence)
                .iter()
                .map(|suggestion| suggestion.target.unwrap_or("-"))
                .collect(),
        )
    }

    #[test]
    fn a_hardware_sellers_deals_map_without_help() {
        let (kind, fields) = read(
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
             1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054\n\
             Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Engaging,2016-10-25,,",
        );
        assert_eq!(kind, Kind::Opportunities);
        let expected = [
            "external_id",
            "owner",
            "product",
            "company_name",
            "stage",
            "engage_date",
            "close_date",
            "amount",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn exports_of_other_programs_map_without_help() {
        for (text, expected_kind, expected) in [
            (
                // HubSpot, deals
                "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company,Next step,Closed Lost Reason,Deal probability\n\
                 123,Big deal,Appointment Scheduled,Sales Pipeline,1200.00,2017-03-01 10:00,2017-01-01 10:00,Anna Berg,Acme,Call,,0.2",
                Kind::Opportunities,
                "external_id name stage pipeline amount close_date engage_date owner company_name next_step loss_reason probability",
            ),
            (
                // Salesforce, opportunity report
                "Opportunity Name,Account Name,Opportunity Owner,Stage,Close Date,Amount Currency,Amount,Probability (%),Next Step,Opportunity ID\n\
                 Big deal,Acme,Anna Berg,Closed Won,3/1/2017,EUR,1200.00,100,Call,0061x",
                Kind::Opportunities,
                "name company_name owner stage close_date currency amount probability next_step external_id",
            ),
            (
                // Pipedrive, deals
                "Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Stage,Deal - Status,Deal - Value,Deal - Currency of Value,Deal - Owner,Deal - Expected close date,Deal - Deal created,Deal - Deal closed on,Deal - Lost reason\n\
                 1,Big deal,Acme,Bert Tal,Negotiations Started,Open,1200,EUR,Anna Berg,2017-03-01,2017-01-01 10:00:00,,",
                Kind::Opportunities,
                "external_id name company_name contact_name stage status amount currency owner expected_close_date engage_date close_date loss_reason",
            ),
            (
                // HubSpot, contacts
                "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,Job Title,Company Name,Lifecycle Stage,City,State/Region,Postal Code,Country/Region\n\
                 1,Anna,Berg,a@b.de,+49 30 123456,+49 171 123456,Bert Tal,CEO,Acme,Customer,Berlin,Berlin,10115,Germany",
                Kind::Contacts,
                "external_id first_name last_name email phone mobile owner job_title company_name lifecycle_stage city state postal_code country",
            ),
            (
                // Salesforce, contacts by the data loader
                "Id,Salutation,FirstName,LastName,Title,Department,Email,Phone,MobilePhone,MailingStreet,MailingCity,MailingPostalCode,MailingCountry\n\
                 003x,Ms.,Anna,Berg,CEO,Sales,a@b.de,(555) 123-4567,,Main St 1,Berlin,10115,Germany",
                Kind::Contacts,
                "external_id salutation first_name last_name job_title department email phone mobile address_line_1 city postal_code country",
            ),
            (
                // Pipedrive, people
                "Person - Name,Person - Email - Work,Person - Phone - Work,Person - Organization,Person - Owner\n\
                 Anna Berg,a@b.de,+49 30 123456,Acme,Bert Tal",
                Kind::Contacts,
                "name email phone company_name owner",
            ),
            (
                "Anrede;Vorname;Nachname;E-Mail-Adresse;Telefon;Handy;Firma;Position;Straße;PLZ;Ort;Land;Bemerkungen\n\
                 Frau;Anna;Berg;a@b.de;030/123456;0171/123456;Acme GmbH;Leiterin;Weg 1;10115;Berlin;DE;",
                Kind::Contacts,
                "salutation first_name last_name email phone mobile company_name job_title address_line_1 postal_code city country notes",
            ),
            (
                // Salesforce, leads
                "Lead ID,First Name,Last Name,Company,Email,Phone,Lead Source,Lead Status,Rating,Lead Owner\n\
                 00Q,Anna,Berg,Acme,a@b.de,(555) 123-4567,Web,Open - Not Contacted,Hot,Bert Tal",
                Kind::Leads,
                "external_id first_name last_name company_name email phone lead_source status priority owner",
            ),
            (
                // HubSpot, companies
                "Record ID,Company name,Company Domain Name,Industry,Number of Employees,Phone Number,City,Country/Region\n\
                 1,Acme,acme.com,COMPUTER_SOFTWARE,50,+49 30 123456,Berlin,Germany",
                Kind::Companies,
                "external_id name domain industry size phone city country",
            ),
            (
                "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n\
                 Acme Corporation,technolgy,1996,1100.04,2822,United States,",
                Kind::Companies,
                "name industry - - size country parent_name",
            ),
        ] {
            let text = if text.contains(';') { text.replace(';', ",") } else { text.to_owned() };
            let (kind, fields) = read(&text);
            assert_eq!(kind, expected_kind, "{text}");
            assert_eq!(fields.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_column_of_addresses_is_email_whatever_it_is_called() {
        let (kind, fields) = read("Column 1,Column 2,Spalte X\nAnna,Berg,a@b.de\nBert,Tal,c@d.de");
        assert_eq!((kind, fields), (Kind::Contacts, vec!["-", "-", "email"]));
        // And one that is called so but holds something else is not.
        let (_, fields) = read("first name,email,contact point\nAnna,yes,a@b.de\nBert,no,c@d.de");
        assert_eq!(fields, ["first_name", "-", "email"]);
    }
}
