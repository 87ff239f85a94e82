extension LocatedProblem.Code {
  /// The file cannot be opened or read.
  public static let unreadableFile = Self(rawValue: "unreadableFile")
  /// The file has more bytes than allowed.
  public static let fileTooLarge = Self(rawValue: "fileTooLarge")
  /// The file holds nothing, or nothing but blanks.
  public static let emptyFile = Self(rawValue: "emptyFile")
  /// The file is UTF-16 or UTF-32.
  public static let wrongEncoding = Self(rawValue: "wrongEncoding")
  /// Bytes that are not UTF-8.
  public static let invalidUTF8 = Self(rawValue: "invalidUTF8")
  /// Brackets nested more deeply than allowed.
  public static let tooDeep = Self(rawValue: "tooDeep")
  /// Reading stopped because the limit of problems was reached.
  public static let tooManyProblems = Self(rawValue: "tooManyProblems")
  /// A key that its object already has.
  public static let duplicateKey = Self(rawValue: "duplicateKey")
  /// A character that cannot stand where it is.
  public static let unexpectedCharacter = Self(rawValue: "unexpectedCharacter")
  /// A word other than `true`, `false` and `null`.
  public static let unexpectedWord = Self(rawValue: "unexpectedWord")
  /// A comment.
  public static let comment = Self(rawValue: "comment")
  /// A comma before a closing bracket.
  public static let trailingComma = Self(rawValue: "trailingComma")
  /// A comma with nothing before it.
  public static let extraComma = Self(rawValue: "extraComma")
  /// Two members or elements without a comma between them.
  public static let missingComma = Self(rawValue: "missingComma")
  /// A key and a value without a colon between them.
  public static let missingColon = Self(rawValue: "missingColon")
  /// A key without a value.
  public static let missingValue = Self(rawValue: "missingValue")
  /// A key without quotes.
  public static let unquotedKey = Self(rawValue: "unquotedKey")
  /// Text in single or typographic quotes.
  public static let wrongQuote = Self(rawValue: "wrongQuote")
  /// NaN or an infinity.
  public static let nonFiniteNumber = Self(rawValue: "nonFiniteNumber")
  /// A number with leading zeros.
  public static let leadingZero = Self(rawValue: "leadingZero")
  /// Text that begins like a number and is none.
  public static let invalidNumber = Self(rawValue: "invalidNumber")
  /// A number that is too large, or too close to zero, for a `Double`.
  public static let numberOutOfRange = Self(rawValue: "numberOutOfRange")
  /// A backslash with something that JSON has no escape for.
  public static let invalidEscape = Self(rawValue: "invalidEscape")
  /// Half of a surrogate pair.
  public static let loneSurrogate = Self(rawValue: "loneSurrogate")
  /// A control character inside a string.
  public static let controlCharacter = Self(rawValue: "controlCharacter")
  /// A string without its closing quote.
  public static let unclosedString = Self(rawValue: "unclosedString")
  /// An object or array without its closing bracket.
  public static let unclosedBracket = Self(rawValue: "unclosedBracket")
  /// A closing bracket of the wrong kind.
  public static let mismatchedBracket = Self(rawValue: "mismatchedBracket")
  /// Text after the end of the document.
  public static let textAfterEnd = Self(rawValue: "textAfterEnd")
  /// An assignment that is not `PATH=VALUE`.
  public static let invalidAssignment = Self(rawValue: "invalidAssignment")
  /// A path that leads through a value that holds no others.
  public static let notAContainer = Self(rawValue: "notAContainer")
  /// An index outside its array.
  public static let indexOutOfRange = Self(rawValue: "indexOutOfRange")
  /// A key that its object does not have.
  public static let missingKey = Self(rawValue: "missingKey")
}
