//! Scripts in which words are not parted by spaces.

/// Tells whether a letter is of a script that parts no words by spaces: Thai, Lao, Myanmar, Khmer, kana, Han; also of
/// Hangul, whose particles stick to the word.
///
/// ```
/// assert!(hedgerow_model::is_unparted('火') && hedgerow_model::is_unparted('ก') && !hedgerow_model::is_unparted('я'));
/// ```
pub fn is_unparted(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Myanmar
        | '\u{1100}'..='\u{11FF}' // Hangul in parts
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' // kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' // Han
        | '\u{AC00}'..='\u{D7AF}' // Hangul
    ) && c.is_alphanumeric()
}
