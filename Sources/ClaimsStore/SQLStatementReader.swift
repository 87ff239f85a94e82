/// Cuts a stream of text into SQL statements as soon as each is complete.
///
/// A statement ends at `;` outside of quotes and comments; it may run over lines, and several may share
/// one. What is only blanks and comments is no statement.
///
///     var reader = SQLStatementReader()
///     reader.append(Array("SELECT ';'; SELECT".utf8))
///     reader.next()?.text  // "SELECT ';'"
///     reader.next()        // nil until more comes
public struct SQLStatementReader: Sendable {
  /// One statement without its semicolon.
  public struct Statement: Sendable, Equatable {
    /// The text.
    public var text: String
    /// Where it begins in all text so far.
    public var position: SourcePosition

    /// The place in the whole text of a place in the statement.
    public func place(line: Int, column: Int) -> SourcePosition {
      SourcePosition(
        line: position.line + line - 1,
        column: line == 1 ? position.column + column - 1 : column)
    }
  }

  private enum State { case plain, text, name, lineComment, blockComment }

  private var pending: [UInt8] = []
  private var scanned = 0
  private var state = State.plain
  private var isBlank = true
  private var start = SourcePosition()
  private var here = SourcePosition()

  /// Makes a reader of an empty text.
  public init() {}

  /// Adds text, which may end anywhere, even inside a character.
  public mutating func append(_ bytes: some Sequence<UInt8>) { pending += bytes }

  /// The next complete statement; `nil` when there is none yet.
  public mutating func next() -> Statement? {
    while scanned < pending.count {
      let byte = pending[scanned]
      let following = scanned + 1 < pending.count ? pending[scanned + 1] : nil
      switch state {
      case .plain:
        if byte == 0x3B {
          advance(byte)
          if let statement = cut(scanned - 1) { return statement }
          continue
        }
        // Two bytes decide whether a comment begins.
        if byte == 0x2D || byte == 0x2F, following == nil { return nil }
        if byte == 0x2D, following == 0x2D {
          state = .lineComment
        } else if byte == 0x2F, following == 0x2A {
          advance(byte)
          advance(0x2A)
          state = .blockComment
          continue
        } else {
          if byte == 0x27 { state = .text }
          if byte == 0x22 { state = .name }
          mark(byte)
        }
      // A doubled quote closes and opens again, which comes to the same.
      case .text: if byte == 0x27 { state = .plain }
      case .name: if byte == 0x22 { state = .plain }
      case .lineComment: if byte == 0x0A { state = .plain }
      case .blockComment:
        if byte == 0x2A, following == nil { return nil }
        if byte == 0x2A, following == 0x2F {
          advance(byte)
          state = .plain
        }
      }
      advance(pending[scanned])
    }
    return nil
  }

  /// The statement that the end of the text completes, when there is one.
  public mutating func last() -> Statement? {
    if scanned < pending.count {
      if state == .plain { mark(pending[scanned]) }
      scanned = pending.count
    }
    return cut(pending.count)
  }

  /// Notes where a statement begins.
  private mutating func mark(_ byte: UInt8) {
    guard isBlank, byte > 0x20 else { return }
    isBlank = false
    start = here
    pending.removeSubrange(..<scanned)
    scanned = 0
  }

  private mutating func advance(_ byte: UInt8) {
    if byte == 0x0A {
      here = SourcePosition(line: here.line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      here.column += 1
    }
    scanned += 1
  }

  private mutating func cut(_ end: Int) -> Statement? {
    defer {
      pending.removeSubrange(..<scanned)
      scanned = 0
      isBlank = true
      state = .plain
    }
    if isBlank { return nil }
    return Statement(text: String(decoding: pending[..<end], as: UTF8.self), position: start)
  }
}
