import LocatedJSON

/// A small generator for tests, so that a failing seed can be run again alone.
///
/// Sebastiano Vigna's SplitMix64 with the constants of its reference implementation.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The value of a JSON text that the test knows to be right.
func value(_ text: String, file: String = "t.json") throws -> LocatedValue {
  try LocatedDocument(parsing: text, file: file).root
}

/// The problems of a JSON text; none when it is accepted.
func problems(
  _ bytes: some Collection<UInt8>, limits: ParseLimits = .standard
) -> [LocatedProblem] {
  do {
    _ = try LocatedDocument(parsing: bytes, file: "t.json", limits: limits)
    return []
  } catch {
    return error.problems
  }
}

/// The problems of a JSON text; none when it is accepted.
func problems(_ text: String) -> [LocatedProblem] { problems(text.utf8) }

/// Random values with awkward strings and numbers.
struct RandomValues {
  var random: SplitMix64
  private let place = Position(file: SourceFile("random"))

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func value(depth: Int) -> LocatedValue {
    let kind: LocatedValue.Kind
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: kind = .null
    case 1: kind = .bool(Bool.random(using: &random))
    case 2: kind = .number(LocatedNumber(Int(truncatingIfNeeded: random.next())))
    case 3: kind = .number(LocatedNumber(double()))
    case 4, 5: kind = .string(string())
    case 6:
      kind = .array(
        (0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1) })
    default:
      var members: [LocatedMember] = []
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let key = string()
        let value = value(depth: depth - 1)
        if members.contains(where: { $0.key == key }) { continue }
        members.append(LocatedMember(key: key, keyPosition: place, value: value))
      }
      kind = .object(members)
    }
    return LocatedValue(kind, at: place)
  }

  private mutating func double() -> Double {
    let number = Double(bitPattern: random.next())
    return number.isFinite ? number : 0.1
  }

  mutating func string() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "b", "Z", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{301}",
      "\u{2028}", "\u{FEFF}", "\u{FFFD}", "😀", "\u{10FFFF}", ".", "-", "[", "=",
    ]
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      view.append(scalars.randomElement(using: &random) ?? "a")
    }
    return String(view)
  }
}
