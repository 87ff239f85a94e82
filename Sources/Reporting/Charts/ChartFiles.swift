/// Each chart of a document as a file of its own, and its values as a table.
struct ChartFiles {
  /// The charts in the order of the document, with a file name that holds nothing from a scenario but
  /// plain letters and digits.
  private let figures: [(name: String, figure: Figure)]

  init(_ document: Document) {
    var found: [Figure] = []
    func collect(_ blocks: [Block]) {
      for block in blocks {
        switch block {
        case .figure(let figure): found.append(figure)
        case .figures(let several): found += several
        case .folded(_, let inner): collect(inner)
        case .columns(let left, let right):
          collect(left)
          collect(right)
        default: break
        }
      }
    }
    collect(document.opening)
    for section in document.sections { collect(section.blocks) }
    figures = found.enumerated().map { index, figure in
      (ChartFiles.name(index + 1, figure.title), figure)
    }
  }

  /// The charts as SVG.
  func drawings() -> [ReportFile] {
    figures.map { name, figure in
      let svg = figure.wide.markup(
        id: name, style: "small", title: figure.title, description: figure.alternative,
        styleSheet: StyleSheet.chart)
      return ReportFile(
        relativePath: "charts/\(name).svg",
        bytes: Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) + Array(svg.text.utf8))
    }
  }

  /// The values of the charts, and what their columns mean.
  func tables() -> [ReportFile] {
    let tables = valueTables()
    return (tables + [CSVTable.dictionary(of: tables)]).map { table in
      ReportFile(relativePath: "charts/\(table.name).csv", bytes: table.bytes())
    }
  }

  /// The values of the charts, a table for each.
  func valueTables() -> [CSVTable] {
    figures.compactMap { name, figure in
      figure.data.map { data in
        CSVTable(
          name: name, rowMeaning: data.row,
          columns: data.columns.map { column in
            let (unit, meaning) = ChartFiles.columns[column] ?? ("", "")
            return CSVTable.Column(column, unit, meaning)
          }, rows: data.rows)
      }
    }
  }

  /// What the columns of charts mean, by name; a test holds that none is missing.
  static let columns: [String: (unit: String, meaning: String)] = [
    "alternative": ("text", "name in the scenario"),
    "certified": ("true or false", "whether every required goal is certified"),
    "cents": ("cents", "cost"), "cost_cents": ("cents", "cost over the horizon"),
    "p10_cents": ("cents", "10th percentile over demand paths"),
    "p90_cents": ("cents", "90th percentile over demand paths"),
    "week": ("date", "first day of the week"), "date": ("date", "the day"),
    "month": ("yyyy-mm", "local month"), "start": ("date", "first day"),
    "weekday": ("text", "of the busiest week"), "time": ("hh:mm", "local start of the interval"),
    "interval": ("number", "of the busiest week, from 0"), "pool": ("text", "name"),
    "series": ("text", "a pool's name, or required"),
    "people": ("people", "on the payroll, training included"),
    "hours": ("hours", "logged in and ready for work, or required"),
    "required": ("agents", "required at work"), "planned": ("agents", "planned at work"),
    "required_hours": ("hours", "required at work"), "planned_hours": ("hours", "planned at work"),
    "mean": ("items", "expected"), "lower80": ("items", "10th percentile of futures"),
    "upper80": ("items", "90th percentile of futures"),
    "lower95": ("items", "2.5th percentile of futures"),
    "upper95": ("items", "97.5th percentile of futures"),
    "period": ("text", "over which the goal is judged"),
    "simulated": ("share or seconds", "mean in the simulation"),
    "half_width_95": ("share or seconds", "half-width of its 95 % interval"),
    "closed_form": ("share or seconds", "what the closed form says"),
    "target": ("share or seconds", "the goal"), "met": ("true or false", "whether it is met"),
    "step": ("text", "an alternative, or a part of a pool's cost"),
    "dollars": ("dollars", "the cost, or its change"), "input": ("text", "what is moved"),
    "low": ("text", "the change one way"), "low_cents": ("cents", "change of cost at it"),
    "high": ("text", "the change the other way"), "high_cents": ("cents", "change of cost at it"),
    "price_dollars": ("dollars a unit", "the assistants' price"),
    "speed": ("share", "of the planned speed"),
    "saving_cents": ("cents", "what the alternative costs less than the other"),
  ]

  private static func name(_ number: Int, _ title: String) -> String {
    var slug = ""
    for character in title.lowercased().unicodeScalars {
      let isPlain = ("a"..."z").contains(character) || ("0"..."9").contains(character)
      if isPlain { slug.unicodeScalars.append(character) } else if slug.last != "-" { slug += "-" }
      if slug.count >= 48 { break }
    }
    let bare = slug.split(separator: "-").joined(separator: "-")
    return (number < 10 ? "0" : "") + "\(number)" + (bare.isEmpty ? "" : "-" + bare)
  }
}
