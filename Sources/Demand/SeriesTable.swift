import Quantities

/// Recorded series in a delimited text: one or more by name, with times of one kind and equal steps.
public struct SeriesTable: Equatable, Sendable {
  /// What a step in time is.
  public enum Step: Equatable, Sendable {
    /// Some minutes within days.
    case minutes(Int)
    /// A day; days that are always absent are closed.
    case day
    /// A week.
    case week
    /// Some months.
    case months(Int)
    /// A difference of whole numbers.
    case number(Int)

    /// The step in words.
    public var words: String {
      switch self {
      case .minutes(let count): "\(count) minutes"
      case .day: "a day"
      case .week: "a week"
      case .months(let count): count == 1 ? "a month" : "\(count) months"
      case .number(let count): "\(count)"
      }
    }
  }

  /// One row.
  public struct Row: Equatable, Sendable {
    /// Minutes or days since 1970, months since year 0, or the number, as the kind of times asks for.
    public var time: Int
    /// The time as written.
    public var text: String
    /// The value; nothing where it is blank or `NA`.
    public var value: Double?
    /// Whether the source says that it was open.
    public var isOpen: Bool
    /// Values of the regressors, in the order in which they were named.
    public var regressors: [Double]
    /// The row's place below the heading, from 0.
    public var number: Int
  }

  /// One series.
  public struct Series: Equatable, Sendable {
    /// Its name; empty without a column of names.
    public var id: String
    /// Its rows in the order of time.
    public var rows: [Row]

    /// The series as it was known before a time.
    ///
    /// - Parameter time: The first time that is not known.
    /// - Returns: The earlier rows.
    public func before(_ time: Int) -> Series {
      Series(id: id, rows: rows.filter { $0.time < time })
    }
  }

  /// Kinds of times.
  public enum Kind: String, Sendable {
    /// `2027-01-04 10:30`.
    case minute
    /// `2027-01-04`.
    case day
    /// `2027-01`.
    case month
    /// Whole numbers.
    case number
  }

  /// Names of columns.
  public struct Columns: Equatable, Sendable {
    /// The column of times.
    public var time: String
    /// The column of values; nothing when none is to be read.
    public var value: String?
    /// The column of names, for several series in one file.
    public var id: String?
    /// The column that is 0 where closed.
    public var open: String?
    /// The columns of regressors.
    public var regressors: [String]

    /// Names columns; see the properties.
    public init(
      time: String, value: String?, id: String? = nil, open: String? = nil,
      regressors: [String] = []
    ) {
      (self.time, self.value, self.id, self.open) = (time, value, id, open)
      self.regressors = regressors
    }
  }

  /// The kind of times.
  public var kind: Kind
  /// The step in time; nothing when no series has two rows, or steps were not asked for.
  public var step: Step?
  /// The series in the order in which they first stand in the file.
  public var series: [Series]

  /// Reads a delimited text.
  ///
  /// Rows may stand in any order of time. An absent row between seen ones, a blank and `NA` are missing, not
  /// zero. A time that a series has twice, a step that changes, and a number that is none are errors; with a
  /// zone the hour that its clock repeats may stand twice and is added up.
  ///
  /// - Parameters:
  ///   - bytes: The file's content in UTF-8.
  ///   - file: The name used in messages.
  ///   - columns: The columns.
  ///   - needsSteps: Whether rows must be at equal steps; not for the rows of a future.
  ///   - zone: The zone of the times; nothing when their clock never changes.
  /// - Returns: The series.
  /// - Throws: ``IntervalExportError`` with every problem found and its line.
  /// - Complexity: O(rows × log rows).
  public static func read(
    bytes: [UInt8], file: String, columns: Columns, needsSteps: Bool = true, zone: ZoneRules? = nil
  ) throws(IntervalExportError) -> SeriesTable {
    var reader = SeriesTableReader(bytes: bytes, file: file, zone: zone)
    return try reader.read(columns, needsSteps: needsSteps)
  }
}
