import Quantities

/// A recorded series of contacts by local interval, as phone systems export it.
public struct IntervalExport: Sendable, Equatable {
  /// Where the series came from, for messages and the report.
  public var source: String
  /// The first local day.
  public var start: LocalDate
  /// Length of an interval in seconds; divides an hour.
  public var intervalSeconds: Int
  /// Values by day and interval of the local day; `nil` where nothing was recorded.
  public var days: [[Double?]]
  /// Days on which the source says that it was closed.
  public var closedDays: Set<Int>
  /// Remarks on what was read, for the report.
  public var remarks: [String]

  /// Makes a series.
  public init(
    source: String, start: LocalDate, intervalSeconds: Int, days: [[Double?]],
    closedDays: Set<Int>, remarks: [String]
  ) {
    (self.source, self.start, self.intervalSeconds) = (source, start, intervalSeconds)
    (self.days, self.closedDays, self.remarks) = (days, closedDays, remarks)
  }
}

/// Problems in an interval export, each with its place and remedy.
public struct IntervalExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems in the order of the file.
  ///
  /// Each reads `file:line:column: problem. remedy.`
  public var problems: [String]
  /// Makes an error from its problems.
  public init(problems: [String]) { self.problems = problems }
  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}

extension IntervalExport {
  /// Reads an export from comma-, semicolon-, tab- or bar-separated text.
  ///
  /// A row that is absent, or whose value is blank or `NA`, is missing, not zero. The hour that a
  /// clock change repeats may occur twice; any other repeated time is an error, and so are contacts
  /// in an hour that the clock skips.
  ///
  /// - Parameters:
  ///   - bytes: The file's content in UTF-8.
  ///   - file: The name used in messages.
  ///   - timeColumn: Heading of the local time, as `2027-01-04 10:30` with optional seconds.
  ///   - valueColumn: Heading of the number of contacts.
  ///   - openColumn: Heading of a column that is 0 on closed intervals and 1 on open ones, if any.
  ///   - zone: The zone of the local times.
  /// - Returns: The series by local day and interval.
  /// - Throws: ``IntervalExportError`` with every problem found, up to 20 and the count of the rest.
  /// - Complexity: O(bytes).
  public static func read(
    bytes: [UInt8], file: String, timeColumn: String, valueColumn: String,
    openColumn: String? = nil, zone: ZoneRules
  ) throws(IntervalExportError) -> IntervalExport {
    var reader = IntervalExportReader(file: file, bytes: bytes, zone: zone)
    return try reader.read(timeColumn, valueColumn, openColumn)
  }
}
