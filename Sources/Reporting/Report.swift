import Results

/// A form of the report.
public enum ReportFormat: String, CaseIterable, Codable, Sendable {
  /// One self-contained page: `report.html`.
  case html
  /// A spreadsheet: `report.xlsx`.
  case xlsx
  /// Text for a notebook or a ticket: `report.md`.
  case md
  /// Tidy tables with a data dictionary: `tables/*.csv`.
  case csv
  /// The whole result: `result.json`.
  case json
  /// The page on paper: `report.pdf`.
  case pdf

  /// Whether this build writes the form.
  public var isBuilt: Bool { self != .pdf }
}

/// A file of the report, in memory.
public struct ReportFile: Equatable, Sendable {
  /// The path inside the run folder: `tables/hires.csv`.
  public var relativePath: String
  /// The content.
  public var bytes: [UInt8]

  /// Makes a file.
  public init(relativePath: String, bytes: [UInt8]) {
    (self.relativePath, self.bytes) = (relativePath, bytes)
  }
}

/// Why a report was not written.
public enum ReportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// This build has no writer for the form.
  case notBuilt(ReportFormat)
  /// A template is missing or does not parse: a fault of the program.
  case missingTemplate(String)
  /// A file cannot be written; holds the writer's reason.
  case notWritten(String)
  /// A value cannot be encoded; holds the encoder's reason.
  case notEncodable(String)

  /// What went wrong and what to type instead.
  public var description: String {
    switch self {
    case .notBuilt(let format):
      let others = ReportFormat.allCases.filter(\.isBuilt).map(\.rawValue)
      return
        "the format \"\(format.rawValue)\" is printed from the page by a browser. Here write any of \(others.joined(separator: ","))."
    case .missingTemplate(let name): return "the template \"\(name)\" is missing or does not parse"
    case .notWritten(let reason): return "the workbook cannot be written: \(reason)"
    case .notEncodable(let reason): return "the result cannot be written as JSON: \(reason)"
    }
  }
}

/// Writes a result in the forms that people read.
///
///     let files = try Report().write(result, formats: [.html, .csv])
///     // report.html, tables/alternatives.csv, …
///
/// The bytes depend on the result only: no clock, no locale, no order of a set.
public struct Report: Sendable {
  /// Makes a writer.
  public init() {}

  /// Writes a result, in memory; the caller writes the files and renames them into place.
  ///
  /// - Parameters:
  ///   - result: The answer.
  ///   - formats: The forms; any order.
  /// - Returns: The files, in an order that depends on the formats only.
  /// - Throws: ``ReportError/notBuilt(_:)`` before anything is written when a form is not built.
  /// - Complexity: O(size of the result).
  public func write(_ result: PlanResult, formats: Set<ReportFormat>) throws -> [ReportFile] {
    try jobs(result, formats: formats).flatMap { try $0() }
  }

  /// The work of ``write(_:formats:)`` in independent parts, whose files follow each other.
  ///
  /// - Parameters:
  ///   - result: The answer.
  ///   - formats: The forms; any order.
  /// - Returns: The parts, to be run in any order or at once.
  /// - Throws: ``ReportError/notBuilt(_:)`` when a form is not built.
  public func jobs(
    _ result: PlanResult, formats: Set<ReportFormat>
  ) throws -> [@Sendable () throws -> [ReportFile]] {
    if formats.contains(where: { !$0.isBuilt }) { throw ReportError.notBuilt(.pdf) }
    let told = formats.intersection([.html, .md, .csv])
    var jobs: [@Sendable () throws -> [ReportFile]] = []
    if !told.isEmpty { jobs.append { try Report.documentFiles(result, formats: told) } }
    if formats.contains(.xlsx) {
      jobs.append {
        let bytes = try SpreadsheetWriter().bytes(
          WorkbookContent(result).spreadsheet(),
          created: result.horizon.start.daysSince1970 * 86_400)
        return [ReportFile(relativePath: "report.xlsx", bytes: bytes)]
      }
    }
    if formats.contains(.csv) { jobs.append { ReportTables(result).files() } }
    if formats.contains(.json) {
      jobs.append { [ReportFile(relativePath: "result.json", bytes: try stageJSON(result))] }
    }
    return jobs
  }

  /// The page as it goes on paper: without the script, which has nothing to do there.
  ///
  /// - Parameter result: The answer.
  /// - Returns: The page's bytes.
  /// - Throws: ``ReportError/missingTemplate(_:)``.
  public func paper(_ result: PlanResult) throws -> [UInt8] {
    let document = ReportContent(result).document()
    let page = try HTMLRenderer().page(
      document, version: result.provenance.version, isOnPaper: true)
    return Array(page.utf8)
  }

  /// What is made of the document: the page with its charts, text, and the charts' values.
  private static func documentFiles(
    _ result: PlanResult, formats: Set<ReportFormat>
  ) throws -> [ReportFile] {
    let document = ReportContent(result).document()
    var files: [ReportFile] = []
    if formats.contains(.html) {
      let page = try HTMLRenderer().page(document, version: result.provenance.version)
      files.append(ReportFile(relativePath: "report.html", bytes: Array(page.utf8)))
      files += ChartFiles(document).drawings()
    }
    if formats.contains(.md) {
      let text = MarkdownRenderer().text(document)
      files.append(ReportFile(relativePath: "report.md", bytes: Array(text.utf8)))
    }
    if formats.contains(.csv) { files += ChartFiles(document).tables() }
    return files
  }
}
