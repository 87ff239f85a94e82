import Foundation

/// A notebook on disk: executed, then written or compared.
public struct NotebookFile {
  /// The path as typed.
  public var path: String

  /// Names a notebook.
  ///
  /// - Parameter path: The path as typed.
  public init(path: String) { self.path = path }

  /// Executes the notebook without writing anything.
  ///
  /// - Parameter options: How to execute.
  /// - Returns: The new text and charts.
  /// - Throws: ``NotebookError`` when the file cannot be read or a block fails.
  public func run(_ options: NotebookOptions) throws -> NotebookAnswer {
    guard path.hasSuffix(".md") else {
      throw NotebookError("\(path): a notebook's name ends in .md. Name a Markdown file.")
    }
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw NotebookError("\(path): cannot be read. Check the name and its permissions.")
    }
    guard let text = String(data: bytes, encoding: .utf8) else {
      throw NotebookError("\(path): this is no UTF-8 text. Save it as UTF-8.")
    }
    return try runNotebook(path: path, text: text, options: options)
  }

  /// Writes the notebook and its charts, each by a rename.
  ///
  /// - Parameters:
  ///   - answer: What ``run(_:)`` gave.
  ///   - options: The options that it was given.
  /// - Throws: ``NotebookError`` when a file would lie outside of the notebook's folder or cannot be written.
  public func write(_ answer: NotebookAnswer, _ options: NotebookOptions) throws {
    let paths = NotebookPaths(notebook: path, working: options.workingFolder)
    let files =
      answer.charts.map { (chartPath($0.name), $0.svg) } + [(path, answer.document.text)]
    for (file, _) in files where !paths.mayWrite(file) {
      throw NotebookError(
        "\(file): a link leads out of the notebook's folder. Replace it by a file.")
    }
    for (file, text) in files {
      do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
      } catch {
        throw NotebookError("\(file): cannot be written. Check the folder's permissions.")
      }
    }
  }

  /// Compares the files with what the blocks give now.
  ///
  /// - Parameter answer: What ``run(_:)`` gave.
  /// - Returns: Each difference in a sentence; none when the files are true.
  public func differences(_ answer: NotebookAnswer) -> [String] {
    var found = answer.changed.map {
      "\(path):\($0): the result under this block is not what it gives now."
    }
    for chart in answer.charts {
      let file = chartPath(chart.name)
      let old = FileManager.default.contents(atPath: file)
      if old != Data(chart.svg.utf8) { found.append("\(file): the chart is not what it is now.") }
    }
    return found
  }

  private func chartPath(_ name: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return folder + name
  }
}
