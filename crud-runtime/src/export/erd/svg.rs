//! SVG: layout-rs says where boxes stand and lines run, and we draw them.

use std::fmt::Write as _;

use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;

use super::dot::escape;
use super::picture::{Entity, Line, Picture};
use crate::export::Api;

const ROW: f64 = 22.0;
const HEADER: f64 = 30.0;
/// The width of a character of the monospaced 12 px font, a little more than most fonts need.
const CHARACTER: f64 = 7.4;
const MARGIN: f64 = 24.0;

/// The diagram as SVG; it follows the reader's light or dark scheme.
pub(crate) fn render(api: &Api) -> String {
    let picture = Picture::of(api);
    let mut graph = VisualGraph::new(Orientation::LeftToRight);
    let nodes: Vec<_> = picture
        .boxes
        .iter()
        .enumerate()
        .map(|(position, entity)| {
            let (width, height) = size(entity);
            graph.add_node(Element::create_with_properties(
                ShapeKind::new_box(""),
                StyleAttr::simple(),
                Orientation::LeftToRight,
                Point::new(width, height),
                position.to_string(),
            ))
        })
        .collect();
    for (position, line) in picture.lines.iter().enumerate() {
        // A line from a box to itself is drawn by us.
        if line.parent != line.child {
            let arrow = Arrow { properties: Some(position.to_string()), ..Arrow::simple("") };
            graph.add_edge(arrow, nodes[line.parent], nodes[line.child]);
        }
    }
    let mut canvas = Canvas::new(&picture);
    if !nodes.is_empty() {
        graph.do_it(false, false, false, &mut canvas);
    }
    canvas.finish()
}

fn size(entity: &Entity) -> (f64, f64) {
    let (names, types, keys) = columns(entity);
    #[expect(clippy::cast_precision_loss, reason = "no table has 2^52 columns")]
    let rows = entity.rows.len() as f64;
    let title = CHARACTER * 1.2 * count(entity.name) + 24.0;
    ((names + types + keys + 56.0).max(title), HEADER + ROW * rows + 6.0)
}

/// The widths of the three columns of a box.
fn columns(entity: &Entity) -> (f64, f64, f64) {
    let widest = |text: &dyn Fn(&super::picture::Row) -> f64| {
        entity.rows.iter().map(text).fold(0.0, f64::max) * CHARACTER
    };
    (
        widest(&|row| count(row.name)),
        widest(&|row| count(&row.type_name) + f64::from(u8::from(row.nullable))),
        widest(&|row| count(&row.keys.join(" "))),
    )
}

fn count(text: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no name has 2^52 characters")]
    let count = text.chars().count() as f64;
    count
}

/// Collects what the layout says.
struct Canvas<'a> {
    picture: &'a Picture,
    boxes: String,
    lines: String,
    /// Where each box's top left corner is.
    corners: Vec<Point>,
    extent: (f64, f64),
}

impl<'a> Canvas<'a> {
    fn new(picture: &'a Picture) -> Self {
        Self {
            picture,
            boxes: String::new(),
            lines: String::new(),
            corners: vec![Point::zero(); picture.boxes.len()],
            extent: (0.0, 0.0),
        }
    }

    fn grow(&mut self, x: f64, y: f64) {
        self.extent = (self.extent.0.max(x), self.extent.1.max(y));
    }

    fn entity(&mut self, position: usize, at: Point) {
        let entity = &self.picture.boxes[position];
        let (width, height) = size(entity);
        let (names, types, _) = columns(entity);
        self.corners[position] = at;
        self.grow(at.x + width, at.y + height);
        let out = &mut self.boxes;
        // Writing into a `String` cannot fail.
        let _ = write!(
            out,
            "<g transform=\"translate({:.1} {:.1})\"><rect class=\"box\" width=\"{width:.1}\" \
             height=\"{height:.1}\" rx=\"6\"/><path class=\"head\" d=\"M0 {HEADER}V6a6 6 0 0 1 \
             6-6H{:.1}a6 6 0 0 1 6 6V{HEADER}z\"/><text class=\"title\" x=\"12\" y=\"20\">{}</text>",
            at.x,
            at.y,
            width - 6.0,
            escape(entity.name),
        );
        let mut y = HEADER + 18.0;
        for row in &entity.rows {
            let null = if row.nullable { "?" } else { "" };
            let class = if row.keys.contains(&"PK") { " class=\"key\"" } else { "" };
            let _ = write!(
                out,
                "<text{class} x=\"12\" y=\"{y}\">{}</text><text class=\"type\" x=\"{:.1}\" \
                 y=\"{y}\">{}{null}</text>",
                escape(row.name),
                names + 26.0,
                escape(&row.type_name),
            );
            if !row.keys.is_empty() {
                let x = names + types + 42.0;
                let keys = row.keys.join(" ");
                let _ = write!(out, "<text class=\"mark\" x=\"{x:.1}\" y=\"{y}\">{keys}</text>");
            }
            y += ROW;
        }
        out.push_str("</g>\n");
        let loops: Vec<&Line> = self
            .picture
            .lines
            .iter()
            .filter(|line| line.parent == position && line.child == position)
            .collect();
        for (place, line) in loops.into_iter().enumerate() {
            let side = at.x + width;
            let (from, to) =
                (self.row(line.parent, line.rows.0), self.row(line.child, line.rows.1));
            #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
            let reach = side + 56.0 + 18.0 * place as f64;
            let path = format!(
                "M{side:.1} {from:.1}C{reach:.1} {from:.1} {reach:.1} {to:.1} {side:.1} {to:.1}"
            );
            self.line(line, &path, false);
            self.grow(reach, to);
        }
    }

    /// The height of the middle of a row.
    fn row(&self, position: usize, row: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no table has 2^52 columns")]
        let rows = row as f64;
        self.corners[position].y + HEADER + ROW * rows + 14.0
    }

    /// An end of a line, with its control point, at the row that it is about: on the side of the
    /// box where the line comes from, and level there.
    fn at_row(&self, position: usize, row: usize, from: Point) -> (Point, Point) {
        const BEND: f64 = 44.0;
        let left = self.corners[position].x;
        let (width, _) = size(&self.picture.boxes[position]);
        let y = self.row(position, row);
        let (x, bend) =
            if from.x < left + width / 2.0 { (left, -BEND) } else { (left + width, BEND) };
        (Point::new(x, y), Point::new(x + bend, y))
    }

    fn line(&mut self, line: &Line, path: &str, reversed: bool) {
        let parent = if line.optional { "maybe" } else { "one" };
        let child = if line.many { "many" } else { "maybe" };
        let (start, end) = if reversed { (child, parent) } else { (parent, child) };
        let _ = writeln!(
            self.lines,
            "<path class=\"line\" d=\"{path}\" marker-start=\"url(#{start})\" \
             marker-end=\"url(#{end})\"><title>{}: {}</title></path>",
            escape(self.picture.boxes[line.child].name),
            escape(line.name),
        );
    }

    fn finish(self) -> String {
        let (width, height) = (self.extent.0 + MARGIN, self.extent.1 + MARGIN);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>{STYLE}</style>\n<defs>{MARKERS}</defs>\n\
             <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{}{}</svg>\n",
            self.lines, self.boxes
        )
    }
}

const STYLE: &str = "\
    text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2937}\
    .paper{fill:#fff}.box{fill:#f9fafb;stroke:#94a3b8}.head{fill:#4338ca}\
    .title{font:600 14px system-ui,sans-serif;fill:#fff}.type{fill:#6b7280}\
    .mark{fill:#4338ca;font-size:10px}.key{font-weight:700}\
    .line{fill:none;stroke:#64748b;stroke-width:1.5}.end{fill:none;stroke:#64748b;stroke-width:1.2}\
    .ring{fill:#fff;stroke:#64748b;stroke-width:1.2}\
    @media(prefers-color-scheme:dark){text{fill:#e5e7eb}.paper{fill:#0f172a}\
    .box{fill:#1e293b;stroke:#475569}.type{fill:#94a3b8}.mark{fill:#a5b4fc}\
    .line,.end{stroke:#94a3b8}.ring{fill:#0f172a;stroke:#94a3b8}}";

/// Crow's feet: exactly one, none or one, none or more. The box is where the marker ends.
const MARKERS: &str = "\
    <marker id=\"one\" viewBox=\"0 0 18 12\" refX=\"18\" refY=\"6\" markerWidth=\"18\" \
    markerHeight=\"12\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
    <path class=\"end\" d=\"M9 1V11M13 1V11\"/></marker>\
    <marker id=\"maybe\" viewBox=\"0 0 18 12\" refX=\"18\" refY=\"6\" markerWidth=\"18\" \
    markerHeight=\"12\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
    <circle class=\"ring\" cx=\"6\" cy=\"6\" r=\"3.5\"/><path class=\"end\" d=\"M13 1V11\"/></marker>\
    <marker id=\"many\" viewBox=\"0 0 18 12\" refX=\"18\" refY=\"6\" markerWidth=\"18\" \
    markerHeight=\"12\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
    <circle class=\"ring\" cx=\"5\" cy=\"6\" r=\"3.5\"/><path class=\"end\" d=\"M18 1L9 6L18 11\"/>\
    </marker>";

impl RenderBackend for Canvas<'_> {
    fn draw_rect(
        &mut self,
        at: Point,
        _: Point,
        _: &StyleAttr,
        properties: Option<String>,
        _: Option<ClipHandle>,
    ) {
        if let Some(position) = properties.and_then(|position| position.parse().ok()) {
            self.entity(position, at);
        }
    }

    fn draw_arrow(
        &mut self,
        points: &[(Point, Point)],
        _: bool,
        (start, _): (bool, bool),
        _: &StyleAttr,
        properties: Option<String>,
        _: &str,
    ) {
        let picture = self.picture;
        let line = properties
            .and_then(|position| position.parse::<usize>().ok())
            .and_then(|position| picture.lines.get(position));
        let Some(line) = line else { return };
        // The layout turns lines around that would close a circle; their head tells.
        let (parent, child) = ((line.parent, line.rows.0), (line.child, line.rows.1));
        let ((from, from_row), (to, to_row)) =
            if start { (child, parent) } else { (parent, child) };
        let mut points = points.to_vec();
        if let [first, second, ..] = &mut points[..] {
            let toward = second.1;
            *first = self.at_row(from, from_row, toward);
        }
        if let [.., before, last] = &mut points[..] {
            let (end, control) = self.at_row(to, to_row, before.1);
            *last = (control, end);
        }
        let [first, second, rest @ ..] = &points[..] else { return };
        let mut path = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            first.0.x,
            first.0.y,
            first.1.x,
            first.1.y,
            second.0.x,
            second.0.y,
            second.1.x,
            second.1.y
        );
        for (control, point) in rest {
            let _ =
                write!(path, "S{:.1} {:.1} {:.1} {:.1}", control.x, control.y, point.x, point.y);
        }
        for (one, other) in &points {
            self.grow(one.x.max(other.x), one.y.max(other.y));
        }
        self.line(line, &path, start);
    }

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
