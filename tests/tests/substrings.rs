//! In scripts that are written without spaces any piece of a text finds the notes that hold it.

use std::collections::BTreeSet;
use std::path::Path;

use hedgerow::PublishMode;
use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use hedgerow_tests::seeded::Seeded;
use hedgerow_tests::{Corpus, TempGarden};
use rayon::prelude::*;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

const N_PIECES: usize = 1_000;

/// A note and all of its words that search looks at, in the form in which they are compared.
struct Text {
    path: NotePath,
    parts: Vec<String>,
}

impl Text {
    fn of(note: &PublicNote) -> Self {
        let mut parts = vec![note.title().to_owned()];
        parts.extend(note.aliases().iter().cloned());
        parts.extend(note.tags().iter().map(|tag| tag.text().to_owned()));
        parts.extend(note.headings().iter().map(|heading| heading.text.to_owned()));
        parts.extend(note.sections().flat_map(|section| section.text.lines()).map(ToOwned::to_owned));
        parts.iter_mut().for_each(|part| *part = comparable(part));
        Self { path: note.path().clone(), parts }
    }

    fn holds(&self, piece: &str) -> bool {
        self.parts.iter().any(|part| part.contains(piece))
    }
}

/// Letters of Thai and Lao that compatibility would part in two. They stay whole, as everybody types them.
const WHOLE: [char; 4] = ['\u{E33}', '\u{EB3}', '\u{EDC}', '\u{EDD}'];

/// Makes wide and narrow letters alike.
fn comparable(text: &str) -> String {
    let mut comparable = String::new();
    for part in text.split_inclusive(WHOLE) {
        let letters = part.trim_end_matches(WHOLE);
        comparable.extend(letters.nfkc());
        comparable.push_str(&part[letters.len()..]);
    }
    comparable
}

/// Draws a piece of two to six letters of a run.
fn piece(texts: &[Text], run: &Regex, seeded: &mut Seeded) -> Option<String> {
    let text = seeded.pick(texts);
    let part: &String = seeded.pick(&text.parts);
    let runs: Vec<&str> = run.find_iter(part).map(|run| run.as_str()).collect();
    if runs.is_empty() {
        return None;
    }
    let letters: Vec<char> = seeded.pick(&runs).chars().collect();
    let length = (2 + seeded.below(5)).min(letters.len());
    let from = seeded.below(letters.len() - length + 1);
    Some(letters[from..from + length].iter().collect())
}

/// Returns what is missed, and what is found in quotes though it is not there.
fn wrong(corpus: &Corpus, texts: &[Text], piece: &str) -> Vec<String> {
    let holders = texts.iter().filter(|text| text.holds(piece)).map(|text| text.path.clone());
    let holders: BTreeSet<NotePath> = holders.collect();
    let quoted = format!("\"{piece}\"");
    let find = |query: &str| BTreeSet::from_iter(corpus.ask(query, texts.len()));
    let (found, found_quoted) = (find(piece), find(&quoted));
    let missed = holders.difference(&found).map(|path| format!("{piece}: not found in {path}"));
    let missed_quoted = holders.difference(&found_quoted).map(|path| format!("{quoted}: not found in {path}"));
    let too_much = found_quoted.difference(&holders).map(|path| format!("{quoted}: found in {path}"));
    missed.chain(missed_quoted).chain(too_much).collect()
}

/// Asks for pieces of runs of letters, as they are and in quotes.
fn check(language: &str, run: &str) {
    check_vault(&Path::new(env!("CARGO_MANIFEST_DIR")).join("search/scripts").join(language), run);
}

fn check_vault(vault: &Path, run: &str) {
    let corpus = Corpus::open(vault, Some(PublishMode::All)).unwrap();
    let texts: Vec<Text> = corpus.notes().map(Text::of).collect();
    let (run, mut seeded) = (Regex::new(run).unwrap(), Seeded::new(47));
    let mut pieces = Vec::new();
    while pieces.len() < N_PIECES {
        pieces.extend(piece(&texts, &run, &mut seeded));
    }
    let wrong: Vec<String> = pieces.par_iter().flat_map_iter(|piece| wrong(&corpus, &texts, piece)).collect();
    let shown = wrong[..wrong.len().min(20)].join("\n");
    assert!(wrong.is_empty(), "{} answers to {N_PIECES} pieces are wrong:\n{shown}", wrong.len());
}

#[test]
fn any_piece_of_a_chinese_text_finds_the_notes_that_hold_it() {
    check("zh", r"\p{Han}{2,}");
}

#[test]
fn any_piece_of_a_japanese_text_finds_the_notes_that_hold_it() {
    check("ja", r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]{2,}");
}

#[test]
fn any_piece_of_a_thai_text_finds_the_notes_that_hold_it() {
    check("th", r"\p{Thai}{2,}");
}

#[test]
fn any_piece_of_a_lao_text_finds_the_notes_that_hold_it() {
    let garden = TempGarden::of([
        ("ຕະຫຼາດເຊົ້າ.md", "ຂ້ອຍຕື່ນແຕ່ເຊົ້າທຸກມື້ ແລະຍ່າງໄປຕະຫຼາດຊື້ຜັກສົດ\n\n## ອາຫານ\n\nແມ່ເຮັດເຂົ້າໜຽວແລະແຈ່ວໝາກເລັ່ນ"),
        ("ແມ່ນ້ຳຂອງ.md", "ແມ່ນ້ຳຂອງໄຫຼຜ່ານນະຄອນຫຼວງວຽງຈັນ\n\nຕອນແລງຄົນມາຍ່າງຫຼິ້ນແຄມຂອງແລະເບິ່ງຕາເວັນຕົກດິນ"),
        ("ສວນ/ສວນຄົວ.md", "ຂ້ອຍປູກຜັກບົ້ວໝາກເຜັດແລະຫົວສິງໄຄຢູ່ຫຼັງບ້ານ\n\n- ຫົດນ້ຳຕອນເຊົ້າດີກວ່າຕອນທ່ຽງ"),
        ("ຮຽນພາສາ.md", "ພາສາລາວມີວັນນະຍຸດແລະບໍ່ມີຊ່ອງຫວ່າງລະຫວ່າງຄຳ ຂ້ອຍຈື່ຄຳສັບມື້ລະຫ້າຄຳ"),
    ]);
    check_vault(garden.root(), r"[\p{Lao}&&[\p{L}\p{M}]]{2,}");
}

#[test]
fn any_piece_of_a_khmer_text_finds_the_notes_that_hold_it() {
    let garden = TempGarden::of([
        ("ផ្សារព្រឹក.md", "ខ្ញុំក្រោកពីព្រលឹមរាល់ថ្ងៃ ហើយទៅផ្សារទិញបន្លែ\n\n## អាហារ\n\nម្តាយខ្ញុំចម្អិនសម្លម្ជូរគ្រឿងនៅថ្ងៃអាទិត្យ"),
        ("ទន្លេសាប.md", "ទន្លេសាបជាបឹងធំជាងគេនៅកម្ពុជា\n\nនៅរដូវវស្សាទឹកឡើងខ្ពស់ហើយត្រីច្រើន"),
        ("សួន/សួនក្រោយផ្ទះ.md", "សួនក្រោយផ្ទះមានម្ទេសស្លឹកគ្រៃនិងជី\n\n- ស្រោចទឹកនៅពេលព្រឹកល្អជាងពេលថ្ងៃត្រង់"),
        ("ភាសា.md", "ភាសាខ្មែរសរសេរដោយគ្មានដកឃ្លារវាងពាក្យ ខ្ញុំរៀនពាក្យថ្មីប្រាំរាល់ថ្ងៃ"),
    ]);
    check_vault(garden.root(), r"[\p{Khmer}&&[\p{L}\p{M}]]{2,}");
}

#[test]
fn any_piece_of_a_burmese_text_finds_the_notes_that_hold_it() {
    let garden = TempGarden::of([
        ("မနက်ဈေး.md", "ကျွန်တော်မနက်တိုင်းစောစောထပြီးဈေးကိုသွားတယ်။\n\n## အစားအစာ\n\nအမေကတနင်္ဂနွေနေ့တိုင်းမုန့်ဟင်းခါးချက်တယ်။"),
        ("ဧရာဝတီ.md", "ဧရာဝတီမြစ်ကမြန်မာပြည်ရဲ့အရှည်ဆုံးမြစ်ဖြစ်တယ်။\n\nညနေခင်းမှာမြစ်ကမ်းဘေးလမ်းလျှောက်ကြတယ်။"),
        ("ဥယျာဉ်/အိမ်နောက်ဖေး.md", "အိမ်နောက်ဖေးမှာငရုတ်ပင်နဲ့ပူစီနံပင်စိုက်ထားတယ်။\n\n- မနက်မှာရေလောင်းတာပိုကောင်းတယ်။"),
        ("ဘာသာစကား.md", "မြန်မာစာမှာစကားလုံးတွေကြားမှာအကွက်ခြားမထားဘူး။ တစ်နေ့ကိုစကားလုံးငါးလုံးမှတ်တယ်။"),
    ]);
    check_vault(garden.root(), r"[\p{Myanmar}&&[\p{L}\p{M}]]{2,}");
}
