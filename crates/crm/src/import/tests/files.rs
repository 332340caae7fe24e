//! Whole files, good and bad, from disk to drafts.

use std::io::Write as _;
use std::path::PathBuf;

use mycrm_store::Currency;
use proptest::prelude::*;

use crate::import::mapping::Kind;
use crate::import::rows::{Draft, RowError, RowReader};
use crate::import::source::{Delimiter, Notice, Row, Source, SourceError};
use crate::import::values::amounts::DecimalSign;
use crate::import::values::dates::{Certainty, DateOrder};
use crate::import::{Inspection, Overrides};

struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn open(bytes: &[u8]) -> Result<Source, SourceError> {
    let disk = Disk::new();
    Source::open(&disk.file("file.csv", bytes))
}

/// Drafts and errors of a whole file by its automatic mapping.
fn read(name: &str, bytes: &[u8]) -> (Inspection, Vec<Draft>, Vec<RowError>) {
    let disk = Disk::new();
    let inspection = Inspection::of(&disk.file(name, bytes), Overrides::default()).unwrap();
    let mapping = inspection.mapping();
    mapping.check(inspection.source.columns.len()).unwrap();
    let reader =
        RowReader::new(&mapping, &inspection.source.columns, &inspection.reading.columns, Currency::EUR);
    let (mut drafts, mut errors) = (Vec::new(), Vec::new());
    for row in inspection.source.rows().unwrap() {
        match row.unwrap() {
            Row::Whole(record) => match reader.read(&record) {
                Ok(draft) => drafts.push(draft),
                Err(found) => errors.extend(found),
            },
            Row::Broken(broken) => errors.push(RowError::broken(&broken)),
        }
    }
    (inspection, drafts, errors)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

#[test]
fn a_german_export_in_an_old_encoding_is_read_as_it_was_meant() {
    let (inspection, drafts, errors) = read("kontakte.csv", &fixture("kontakte-windows-1252.csv"));
    assert_eq!(inspection.source.format.encoding.name(), "windows-1252");
    assert_eq!(inspection.source.format.delimiter, Delimiter::Semicolon);
    assert_eq!(inspection.kind, Kind::Contacts);
    assert!(errors.is_empty(), "{errors:?}");
    let Draft::Contact(first) = &drafts[0] else { panic!() };
    assert_eq!(first.person.last_name.as_deref(), Some("Müller"));
    assert_eq!(first.address.line_1.as_deref(), Some("Königstraße 5"));
}

#[test]
fn dates_in_five_formats_and_german_amounts_are_read_from_one_file() {
    let (inspection, drafts, errors) = read("deals.csv", &fixture("deals-mixed-formats.csv"));
    assert_eq!(inspection.kind, Kind::Opportunities);
    assert_eq!(
        (inspection.reading.decimal, inspection.reading.date_order),
        (DecimalSign::Comma, DateOrder::Dmy)
    );
    assert!(errors.is_empty(), "{errors:?}");
    for draft in &drafts {
        let Draft::Opportunity(deal) = draft else { panic!() };
        assert_eq!(
            deal.close_date.map(|day| day.to_string()).as_deref(),
            Some("2017-03-31"),
            "{}",
            deal.name
        );
        assert_eq!((deal.amount_minor, deal.currency), (Some(123_450), Some(Currency::EUR)), "{}", deal.name);
    }
    assert_eq!(drafts.len(), 6);
}

#[test]
fn a_file_that_is_no_csv_is_called_what_it_is() {
    let message = |bytes: &[u8]| open(bytes).unwrap_err().to_string();
    assert!(
        message(b"PK\x03\x04....[Content_Types].xml..xl/")
            .contains("Excel workbook, which cannot be imported yet")
    );
    assert!(message(b"BEGIN:VCARD\r\n").contains("vCard"));
    assert!(message(b"%PDF-1.7").contains("PDF"));
    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(open(&noise), Err(SourceError::NotText { .. })));
    for empty in [&b""[..], b"\n\r\n \n", b"\xef\xbb\xbf", b",,,\n,,,\n"] {
        assert!(matches!(open(empty), Err(SourceError::Empty(_))), "{empty:?}");
    }
    let disk = Disk::new();
    assert!(matches!(Source::open(&disk.0.path().join("gone.csv")), Err(SourceError::Io { .. })));
    assert!(matches!(Source::open(disk.0.path()), Err(SourceError::Io { .. })));
}

#[test]
fn what_is_odd_about_a_file_is_told() {
    let source = open(b"Report\n\nName,Email,email,,City\nA\0,a@b.de,,x,Berlin\n").unwrap();
    assert_eq!(source.columns, ["Name", "Email", "email (2)", "Column 4", "City"]);
    assert_eq!(
        source.notices,
        [Notice::Nuls(1), Notice::Above(1), Notice::SharedName("email".into()), Notice::Nameless(4)]
    );
    assert_eq!(source.row_count, 1);
    let source = open(b"Name,Email\n").unwrap();
    assert_eq!((source.row_count, source.notices), (0, vec![Notice::OnlyHeader]));
    let source = open("Köln;größer;Äpfel;Öl;über;süß;Maß;Ü;Ö;Ä\n1;2;3;4;5;6;7;8;9;0\n".as_bytes()).unwrap();
    assert!(source.notices.is_empty());
}

#[test]
fn a_file_without_a_header_keeps_its_first_row() {
    let bytes = b"Anna,Berg,a@b.de\nBert,Tal,b@c.de\n";
    let source = open(bytes).unwrap();
    assert!(!source.format.has_header);
    assert_eq!((source.row_count, source.columns[2].as_str()), (2, "Column 3"));
    let with = source.with_header(true);
    assert_eq!(
        (with.row_count, with.columns.join(" "), with.samples.len()),
        (1, "Anna Berg a@b.de".into(), 1)
    );
    let again = with.with_header(false);
    assert_eq!((again.row_count, again.samples.len()), (2, 2));
    let (_, drafts, _) = read("list.csv", bytes);
    assert_eq!(drafts.len(), 2);
}

#[test]
fn broken_rows_among_good_ones_are_reported_where_they_stand() {
    let text = "name,stage,amount\nA,Won,5\nB,\"Lost,6\nC,Won\nD,Won,7,8\nE,Won,x\nF,Won,9\n";
    let (inspection, drafts, errors) = read("deals.csv", text.as_bytes());
    assert_eq!((inspection.source.row_count, drafts.len()), (6, 2));
    let told: Vec<(u64, &str)> =
        errors.iter().map(|error| (error.row, error.message.text.split(' ').next().unwrap())).collect();
    assert_eq!(told, [(3, "A"), (4, "The"), (5, "The"), (6, "is")]);
    assert!(errors[0].message.to_string().contains("line 3"));
}

#[test]
fn ambiguous_dates_are_said_to_be_ambiguous() {
    let (inspection, ..) = read("deals.csv", b"name,close date,amount\nA,3/4/2017,1\n");
    assert_eq!(
        (inspection.reading.date_order, inspection.reading.date_certainty),
        (DateOrder::Mdy, Certainty::Ambiguous)
    );
    let (inspection, ..) = read("deals.csv", b"name,created,close date\nA,3/4/2017,30/4/2017\n");
    assert_eq!(
        (inspection.reading.date_order, inspection.reading.date_certainty),
        (DateOrder::Dmy, Certainty::Ambiguous)
    );
    assert_eq!(
        inspection.reading.columns[1].date_order,
        DateOrder::Dmy,
        "the other column decides for this one"
    );
}

#[test]
fn two_million_rows_are_counted_and_read_in_bounded_memory() {
    let disk = Disk::new();
    let path = disk.file("contacts.csv", b"");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "first name,last name,email").unwrap();
    for n in 0..2_000_000 {
        writeln!(file, "F{n},L{n},f{n}@x.de").unwrap();
    }
    file.flush().unwrap();
    let source = Source::open(&path).unwrap();
    assert_eq!(source.row_count, 2_000_000);
    assert!(source.samples.len() <= 500);
    let last = source.rows().unwrap().last().unwrap().unwrap();
    assert!(matches!(last, Row::Whole(record) if record.place.row == 2_000_001));
}

#[test]
fn the_same_contents_have_the_same_fingerprint_and_others_another() {
    let print = |bytes: &[u8]| open(bytes).unwrap().fingerprint;
    assert_eq!(print(b"a,b\n1,2\n"), print(b"a,b\n1,2\n"));
    assert_ne!(print(b"a,b\n1,2\n"), print(b"a,b\n1,3\n"));
    assert_ne!(print(b"a,b\n1,2\n"), print(b"a,b\n1,2\n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..600),
        "[a-c,;\"\n\r\t|0-9@. ]{0,300}".prop_map(String::into_bytes),
    ]) {
        let disk = Disk::new();
        if let Ok(inspection) = Inspection::of(&disk.file("any.csv", &bytes), Overrides::default()) {
            let rows = inspection.source.rows().unwrap().map(Result::unwrap).count() as u64;
            prop_assert_eq!(rows, inspection.source.row_count);
        }
    }

    #[test]
    fn a_written_table_is_read_back_in_any_encoding_and_delimiter(
        rows in proptest::collection::vec(("[a-zA-ZäöüÄÖÜßé ,;]{0,20}[a-z]", "[a-z]{1,8}@[a-z]{1,8}\\.de", -99_999i32..99_999), 3..20),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
        encoding in 0usize..4,
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(["Größe", "E-Mail", "Wert"]).unwrap();
        for (text, email, number) in &rows {
            writer.write_record([text, email, &number.to_string()]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = match encoding {
            0 => text.clone().into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        };
        let disk = Disk::new();
        let source = Source::open(&disk.file("any.csv", &bytes)).unwrap();
        prop_assert_eq!(source.format.delimiter.byte(), delimiter);
        prop_assert!(source.format.has_header);
        let read: Vec<Vec<String>> = source.rows().unwrap().map(|row| match row.unwrap() {
            Row::Whole(record) => record.fields.iter().map(str::to_owned).collect(),
            Row::Broken(broken) => panic!("{broken:?}"),
        }).collect();
        let written: Vec<Vec<String>> = rows.iter().map(|(text, email, number)| vec![text.clone(), email.clone(), number.to_string()]).collect();
        prop_assert_eq!(read, written);
    }
}
