//! What a look into a media file tells.

/// What the first bytes of a media file say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A picture of this width and height in CSS pixels.
    Picture(u32, u32),
    /// A film that has no picture: it is played as sound (rule F-02).
    SoundAlone,
}
