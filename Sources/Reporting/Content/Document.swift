/// The report's content, before it takes the form of HTML or Markdown.
struct Document: Sendable {
  /// The scenario's name.
  var title: String
  /// The question that the scenario answers; may be empty.
  var question: String
  /// Horizon and the like, one line.
  var subtitle: String
  /// Plain notices above the answer, most important first.
  var notices: [Prose]
  /// The answer in a few sentences.
  var answer: [Prose]
  /// The numbers that matter.
  var figures: [KeyFigure]
  /// What stands under the numbers on the first screen.
  var opening: [Block]
  /// The parts, in order.
  var sections: [Section]
}

/// A number of the first screen with its words.
struct KeyFigure: Sendable {
  var label: String
  var value: String
  var note: Prose
}

/// One part of the report.
struct Section: Sendable {
  /// The anchor: lower-case letters and hyphens, never text from a scenario.
  var anchor: String
  var title: String
  /// One or two sentences under the title.
  var lead: Prose = ""
  var blocks: [Block]
}

/// A piece of a part.
indirect enum Block: Sendable {
  /// A subheading below the part's title.
  case heading(String)
  case paragraph(Prose)
  case list([Prose])
  case table(Table)
  case figure(Figure)
  /// Several figures that fill the width side by side.
  case figures([Figure])
  /// Terms with their values.
  case facts([(term: String, value: Prose)])
  /// A formula or command on its own line.
  case code(String)
  /// Blocks folded under a summary; left out of the Markdown.
  case folded(String, [Block])
  /// Two columns on a wide screen.
  case columns([Block], [Block])
}

/// A table with a caption, headers and a footer.
struct Table: Sendable {
  /// How a column is set.
  enum Alignment: Sendable { case text, number }
  struct Column: Sendable {
    var title: String
    var alignment: Alignment
    static func text(_ title: String) -> Column { Column(title: title, alignment: .text) }
    static func number(_ title: String) -> Column { Column(title: title, alignment: .number) }
  }
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// How a cell is marked, beyond its words.
    enum Mark: Sendable {
      case none, good, bad, quiet
      /// A number with its range, which may stand on two lines.
      case folding
    }
    var text: Prose
    var mark = Mark.none
    init(_ text: Prose, _ mark: Mark = .none) { (self.text, self.mark) = (text, mark) }
    init(_ text: String) { self.text = Prose(text) }
    init(stringLiteral value: String) { text = Prose(value) }
  }
  /// What the table shows; read out before it.
  var caption: String
  var columns: [Column]
  /// The first cell of each row is the row's header.
  var rows: [[Cell]]
  /// The rows of totals.
  var totals: [[Cell]] = []
  /// A row that stands out.
  var highlighted: Int?
  /// A remark below.
  var note: Prose = ""
}

/// A chart with its words.
struct Figure: Sendable {
  /// The heading of the chart.
  var title: String
  /// What a reader should see in it, in a sentence; stands below the title.
  var caption: Prose
  /// The chart in words, for those who do not see it.
  var alternative: String
  /// The chart at a width of 960.
  var wide: Drawing
  /// The chart at a width of 400; the wide one serves for both when there is none.
  var narrow: Drawing?
  /// What the chart shows, as a table.
  var data: Data?

  /// The values of a chart.
  struct Data: Sendable {
    /// What a row is.
    var row: String
    /// Names that ``ChartFiles`` explains.
    var columns: [String]
    var rows: [[CSVTable.Cell]]
  }
}
