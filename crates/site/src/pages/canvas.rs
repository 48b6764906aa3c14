//! The page of a canvas.

use crate::templates::fill;
use crate::view::{CanvasView, HeadView, LinkView};
use crate::{Page, Site};

impl Site {
    /// Makes the page of a canvas, by its place in [`hedgerow_publish::PublicGarden::canvases`]; the first time the gate draws it
    /// (rule O-03). No list of the site names it: readers come by the notes that show it.
    pub fn canvas_page(&self, canvas: usize) -> Page {
        let shown = &self.garden.canvases()[canvas];
        let body = self.garden.drawing(canvas);
        let href = self.addresses.href(shown.url());
        let head = HeadView {
            has_math: body.has_math,
            has_diagrams: body.has_mermaid,
            has_canvas: body.has_canvas,
            ..self.head("canvas", shown.title(), Some(&href))
        };
        let shown_in = shown.shown_in().iter().map(|id| {
            let note = self.garden.note(*id);
            LinkView { title: note.title().to_owned(), href: self.addresses.href(note.url()) }
        });
        fill(
            "layouts/canvas.html",
            CanvasView {
                site: &self.view,
                head,
                crumbs: self.crumbs_of(shown.path().folder(), shown.url()),
                path: shown.path().as_str(),
                title: shown.title(),
                drawing: &body.html,
                shown_in: shown_in.collect(),
            },
        )
    }
}
