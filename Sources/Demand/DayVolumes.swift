/// One day of an interval export: what arrived in each interval, without gaps.
public struct DayVolumes: Equatable, Sendable {
  /// Minutes from midnight to the first interval.
  public var startMinute: Int
  /// Length of an interval, in minutes.
  public var stepMinutes: Int
  /// Contacts: one per interval, oldest first.
  public var volumes: [Double]
  /// Mean handle times in seconds, one per interval; nil when the file has no such column.
  ///
  /// An interval without contacts has the mean of the day.
  public var handleTimes: [Double]?
  /// The columns that were read: of times (nil when none), of contacts and of handle times.
  public var columns: Columns

  /// Names of columns; nil is to be found, or is not there.
  public struct Columns: Equatable, Sendable {
    /// The column of times.
    public var time: String?
    /// The column of contacts.
    public var value: String?
    /// The column of mean handle times, in seconds.
    public var handleTime: String?

    /// Names of columns.
    public init(time: String? = nil, value: String? = nil, handleTime: String? = nil) {
      self.time = time
      self.value = value
      self.handleTime = handleTime
    }
  }

  /// Whether the intervals fill the day from midnight to midnight; on a day with a clock change it is 23 or 25 hours.
  public var isRoundTheClock: Bool { startMinute == 0 && volumes.count * stepMinutes >= 1380 }

  /// The mean handle time weighted by contacts, in seconds; nil without a column of them, or without contacts.
  public var meanHandleTime: Double? {
    let total = volumes.reduce(0, +)
    guard let handleTimes, total > 0 else { return nil }
    return zip(volumes, handleTimes).reduce(0) { $0 + $1.0 * $1.1 } / total
  }

  /// The time of day at which an interval begins, such as `08:30`.
  public func time(of index: Int) -> String {
    let minute = (startMinute + index * stepMinutes) % 1440
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return two(minute / 60) + ":" + two(minute % 60)
  }

  /// Reads a delimited text of one day.
  ///
  /// A row has a time (`08:30`, or `2027-01-04 08:30`) and a number of contacts, in order of time with equal
  /// steps. Columns that are not named are found by common headings: `time`, `interval`; `volume`, `offered`, `calls`;
  /// `aht`, `handle_time` (seconds, or `6:30`). Without a column of times the rows are a day from midnight.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name to show in messages.
  ///   - columns: The columns, where they are not to be found by their headings.
  ///   - stepMinutes: The length of an interval; needed when there is no column of times or one row, and checked
  ///     otherwise.
  /// - Returns: The day.
  /// - Throws: ``IntervalExportError`` with every problem and its line.
  /// - Complexity: O(bytes).
  public static func read(
    bytes: [UInt8], file: String, columns: Columns = Columns(), stepMinutes: Int? = nil
  ) throws(IntervalExportError) -> DayVolumes {
    var reader = DayVolumesReader(bytes: bytes, file: file)
    return try reader.read(columns, stepMinutes)
  }
}
