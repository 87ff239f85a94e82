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

  /// The values of the charts.
  func tables() -> [ReportFile] {
    figures.compactMap { name, figure in
      figure.data.map { data in
        let table = CSVTable(
          name: name, rowMeaning: "", columns: data.columns.map { .init($0, "", "") },
          rows: data.rows)
        return ReportFile(relativePath: "charts/\(name).csv", bytes: table.bytes())
      }
    }
  }

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
