import LocatedJSON

/// All problems of a spec, ordered by place.
public struct ScenarioProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems, ordered by file, line and column; never empty.
  public let problems: [LocatedProblem]

  /// Makes a report from problems in any order; equal ones are kept once.
  ///
  /// - Parameter problems: At least one problem.
  public init(_ problems: [LocatedProblem]) { self.problems = LocatedProblems(problems).problems }

  /// Whether the spec is right and only asks for what is not built yet.
  public var isOnlyNotBuilt: Bool { problems.allSatisfy { $0.code == .notBuilt } }

  /// The problems, one a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension LocatedProblem.Code {
  /// A key that its object cannot have.
  public static let unknownKey = Self(rawValue: "unknownKey")
  /// A key that belongs to another kind of object.
  public static let misplacedKey = Self(rawValue: "misplacedKey")
  /// A value of the wrong JSON type.
  public static let wrongType = Self(rawValue: "wrongType")
  /// A length of time or rate without a unit, or with an unknown one.
  public static let wrongUnit = Self(rawValue: "wrongUnit")
  /// A value outside what it may be.
  public static let outOfRange = Self(rawValue: "outOfRange")
  /// Text that cannot be read as what it stands for.
  public static let unreadableValue = Self(rawValue: "unreadableValue")
  /// A word that is none of those allowed.
  public static let unknownWord = Self(rawValue: "unknownWord")
  /// A name of something that the spec does not define.
  public static let unknownName = Self(rawValue: "unknownName")
  /// The same name or value twice.
  public static let duplicateName = Self(rawValue: "duplicateName")
  /// Two values that cannot both hold.
  public static let contradiction = Self(rawValue: "contradiction")
  /// A part that another part needs.
  public static let missingPart = Self(rawValue: "missingPart")
  /// A list without elements, or an object without members, where one is needed.
  public static let empty = Self(rawValue: "empty")
  /// Specs that extend each other in a circle.
  public static let extendsCycle = Self(rawValue: "extendsCycle")
  /// A known word for something that does not exist yet.
  public static let notBuilt = Self(rawValue: "notBuilt")
  /// A value that is allowed and probably not meant.
  public static let doubtful = Self(rawValue: "doubtful")
}
