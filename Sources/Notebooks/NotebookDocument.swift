/// A notebook as text with blocks that are executed; everything else stays byte by byte.
public struct NotebookDocument: Equatable, Sendable {
  /// What a block does.
  public enum Kind: String, Sendable, CaseIterable {
    /// SQL over the notebook's claims.
    case sql
    /// A spec that is run.
    case scenario
    /// A chart of an earlier block's values.
    case chart
    /// Command lines of caseload.
    case caseload
  }

  /// A block with the result that stands under it.
  public struct Block: Equatable, Sendable {
    /// What it does.
    public var kind: Kind
    /// The words behind the kind: `claims`, or a name for later blocks.
    public var words: [String]
    /// The lines between the fences.
    public var body: [String]
    /// The line of the opening fence, from 1.
    public var line: Int
    /// The block as it stands, fences included.
    var source: [String]
    /// The lines between the markers; nothing when the block never ran.
    public var result: [String]?
  }

  /// A stretch of the file.
  public enum Part: Equatable, Sendable {
    /// Lines that are kept as they are.
    case text([String])
    /// A block.
    case block(Block)
  }

  /// The file's name, for messages.
  public var file: String
  /// The stretches, in order.
  public var parts: [Part]
  /// How its lines end.
  private let lineEnd: String

  /// The line above a result.
  public static let opening = "<!-- result -->"
  /// The line under a result.
  public static let closing = "<!-- end of result -->"

  /// The blocks, in order.
  public var blocks: [Block] {
    parts.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  /// Reads a notebook.
  ///
  /// A block begins at a line of three or more backticks followed by `sql claims`, `scenario`, `chart` or
  /// `caseload`, and ends at a line of as many backticks or more. Other fenced code is text.
  ///
  /// - Parameters:
  ///   - text: The file.
  ///   - file: Its name, for messages.
  /// - Throws: ``NotebookError`` for fences and markers that do not end, and for `sql` over anything but claims.
  public init(_ text: String, file: String) throws(NotebookError) {
    self.file = file
    lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var reader = NotebookReader(lines: lines.map(String.init), file: file)
    parts = try reader.parts()
  }

  /// The whole file with the results of its blocks.
  public var text: String {
    var lines: [String] = []
    for part in parts {
      switch part {
      case .text(let kept): lines += kept
      case .block(let block):
        lines += block.source
        if let result = block.result {
          lines += [NotebookDocument.opening] + result + [NotebookDocument.closing]
        }
      }
    }
    return lines.joined(separator: lineEnd)
  }
}

/// Cuts lines into text and blocks.
private struct NotebookReader {
  let lines: [String]
  let file: String
  private var position = 0

  init(lines: [String], file: String) { (self.lines, self.file) = (lines, file) }

  mutating func parts() throws(NotebookError) -> [NotebookDocument.Part] {
    var parts: [NotebookDocument.Part] = []
    var text: [String] = []
    var problems: [String] = []
    while position < lines.count {
      guard let ticks = fence(lines[position]) else {
        if lines[position] == NotebookDocument.opening {
          problems.append(
            "\(file):\(position + 1): a result stands under no block. Take the marker away.")
        }
        text.append(lines[position])
        position += 1
        continue
      }
      let start = position
      let words = lines[start].dropFirst(ticks).split(separator: " ").map(String.init)
      position += 1
      while position < lines.count, !closes(lines[position], ticks) { position += 1 }
      guard position < lines.count else {
        problems.append(
          "\(file):\(start + 1): the block does not end. Close it with a line of \(ticks) backticks."
        )
        break
      }
      position += 1
      let source = Array(lines[start..<position])
      guard let first = words.first, let kind = NotebookDocument.Kind(rawValue: first),
        !(kind == .sql && words.count == 1)
      else {
        text += source
        continue
      }
      if kind == .sql, words[1] != "claims" {
        problems.append(
          "\(file):\(start + 1): \"\(words[1])\" cannot be queried. Write ```sql claims, or ```sql for code "
            + "that is only shown.")
      }
      var block = NotebookDocument.Block(
        kind: kind, words: Array(words.dropFirst()), body: Array(source.dropFirst().dropLast()),
        line: start + 1, source: source, result: nil)
      if position < lines.count, lines[position] == NotebookDocument.opening {
        let marker = position
        position += 1
        var result: [String] = []
        while position < lines.count, lines[position] != NotebookDocument.closing {
          result.append(lines[position])
          position += 1
        }
        if position == lines.count {
          problems.append(
            "\(file):\(marker + 1): the result does not end. Write \(NotebookDocument.closing) under it."
          )
        }
        position += 1
        block.result = result
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = []
      parts.append(.block(block))
    }
    if !problems.isEmpty { throw NotebookError(problems) }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  /// The number of backticks that open a fence.
  private func fence(_ line: String) -> Int? {
    let ticks = line.prefix { $0 == "`" }.count
    return ticks >= 3 && !line.dropFirst(ticks).contains("`") ? ticks : nil
  }

  private func closes(_ line: String, _ ticks: Int) -> Bool {
    let trimmed = line.trimmingSuffix { $0 == " " }
    return trimmed.count >= ticks && trimmed.allSatisfy { $0 == "`" }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
