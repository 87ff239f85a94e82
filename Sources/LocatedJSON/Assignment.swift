/// A value to set at a path, as in `--set queues.voice.handleTime.mean=5m`.
public struct Assignment: Sendable, Equatable {
  /// Where the value goes.
  public let path: JSONPath
  /// The place of each step of the path in the argument.
  public let positions: [Position]
  /// The value, with its place in the argument; `null` removes what is there.
  public let value: LocatedValue

  /// Reads an assignment `PATH=VALUE`.
  ///
  ///     let change = try Assignment(parsing: "queues.voice.handleTime.mean=5m", file: "--set #1")
  ///     let changed = try document.root.setting(change)
  ///
  /// The first `=` outside quotes ends the path. The value is JSON where it is valid JSON, else it
  /// is a string as it stands. Text that begins with `{`, `[` or `"` is meant as JSON, so its
  /// problems are reported.
  ///
  /// - Parameters:
  ///   - text: The argument.
  ///   - file: The name to show in messages, for example `--set #1`.
  /// - Throws: ``LocatedProblems`` with the places in the argument.
  public init(parsing text: String, file: String) throws(LocatedProblems) {
    let source = SourceFile(file)
    let result: PathReader.Result
    do {
      var reader = PathReader(text, file: source)
      result = try reader.read()
    } catch {
      throw LocatedProblems(error)
    }
    let bytes = Array(text.utf8)
    let beyond = String(decoding: bytes[..<result.length], as: UTF8.self).unicodeScalars.count + 1
    guard result.length < bytes.count else {
      throw LocatedProblems(
        LocatedProblem(
          .invalidAssignment,
          at: Position(file: source, column: beyond, offset: result.length), path: result.path,
          problem: "there is no \"=\" behind the path",
          remedy: "Write PATH=VALUE, for example queues.voice.handleTime.mean=5m"))
    }
    path = result.path
    positions = result.positions
    value = try Self.value(
      bytes, from: result.length + 1, column: beyond + 1, file: source, path: result.path)
  }

  private static func value(
    _ bytes: [UInt8], from start: Int, column: Int, file: SourceFile, path: JSONPath
  ) throws(LocatedProblems) -> LocatedValue {
    var parser = Parser(bytes: bytes, file: file, limits: .standard)
    parser.cursor.index = start
    parser.cursor.continuations = start + 1 - column
    parser.tokenEnd = parser.cursor
    parser.path = path
    do {
      return try parser.parseText()
    } catch {
      let text = bytes[start...]
      let first = text.first { $0 != UInt8(ascii: " ") }
      if let first, [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first) {
        throw error
      }
      // A number that cannot be held is no text either.
      if error.problems.map(\.code) == [.numberOutOfRange] { throw error }
      return LocatedValue(
        .string(String(decoding: text, as: UTF8.self)),
        at: Position(file: file, column: column, offset: start))
    }
  }
}
