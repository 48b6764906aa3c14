//! What the gate is told by settings.

use hedgerow_model::BasePath;

use crate::Policy;

/// Settings of the gate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishOptions {
    /// What is public.
    pub policy: Policy,
    /// How bodies are rendered.
    pub render: RenderOptions,
    /// The path below which the site lives.
    pub base: BasePath,
    /// The vault path of the home page, if it is not to be found by rule F-21.
    pub home: Option<String>,
    /// The site's title: the title of an untitled `index.md` in the root (rule F-23).
    pub site_title: String,
}

/// Settings of the renderer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RenderOptions {
    /// A single line end in a paragraph is a space and not a line break (rule I-29).
    pub strict_line_breaks: bool,
    /// The properties that readers may see, by key (rule P-16).
    pub show_properties: Vec<String>,
}
