/// The name of a source of JSON text, shared by every value that was read from it.
///
/// One object per file keeps ``Position`` small while values of several files can stand in one
/// tree, as they do after a merge patch. Two sources are equal when their names are.
public final class SourceFile: Sendable, Equatable {
  /// The name as it appears in messages: a path as the user typed it, or `--set #1`.
  public let name: String

  /// Makes a source with the name to show in messages.
  public init(_ name: String) { self.name = name }

  /// Compares the names, scalar by scalar.
  public static func == (left: SourceFile, right: SourceFile) -> Bool {
    left === right || left.name.unicodeScalars.elementsEqual(right.name.unicodeScalars)
  }
}

/// A place in a source of JSON text.
///
/// Lines end at LF, CR LF, or a CR alone. Columns count Unicode scalars, so a tab and an emoji of
/// one scalar are one column each, and a byte-order mark is none.
public struct Position: Sendable, Equatable, CustomStringConvertible {
  /// The source that the place is in.
  public var file: SourceFile
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// The distance from the first byte of the source, in bytes, byte-order mark included.
  public var offset: Int

  /// Makes a place; the defaults are the first character of the source.
  ///
  /// - Parameters:
  ///   - file: The source.
  ///   - line: The line, `>= 1`.
  ///   - column: The column in Unicode scalars, `>= 1`.
  ///   - offset: The distance from the start in bytes, `>= 0`.
  public init(file: SourceFile, line: Int = 1, column: Int = 1, offset: Int = 0) {
    precondition(line >= 1 && column >= 1 && offset >= 0, "no place \(line):\(column) @\(offset)")
    self.file = file
    self.line = line
    self.column = column
    self.offset = offset
  }

  /// The place as `file:line:column`.
  public var description: String { "\(file.name):\(line):\(column)" }

  /// The place as seen from another: `line 3, column 5`, with the file when it is a different one.
  ///
  /// - Parameter reader: The place that the sentence is shown at.
  /// - Returns: Words for use in the middle of a sentence.
  public func described(from reader: Position) -> String {
    file == reader.file ? "line \(line), column \(column)" : description
  }
}
