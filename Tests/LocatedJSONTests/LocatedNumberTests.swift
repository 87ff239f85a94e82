import LocatedJSON
import Testing

@Suite("Located number")
struct LocatedNumberTests {
  // The integers follow from the decimal notation itself.
  @Test(
    "A literal that stands for an integer gives it exactly",
    arguments: [
      ("0", 0), ("-0", 0), ("-0.000e9", 0), ("7.0", 7), ("70e-1", 7), ("1e3", 1000),
      ("1.25e2", 125),
      ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("9.223372036854775807e18", .max), ("1.5", nil),
      ("1e-1", nil),
      ("9223372036854775808", nil), ("1e19", nil), ("1e308", nil), ("12345e-2", nil),
    ] as [(String, Int?)])
  func readsIntegers(text: String, integer: Int?) throws {
    let number = try #require(try value(text).number)
    #expect(number.integer == integer)
    #expect(number.text == text)
    #expect(number.double == Double(text))
  }

  @Test(
    "Every spelling of a value has one canonical text",
    arguments: [
      (["1.5", "1.50", "15e-1", "0.15E1"], "1.5"), (["100", "1e2", "100.0"], "100"),
      (["0", "-0", "0e5"], "0"), (["0.1", "0.1000000000000000055511"], "0.1"),
    ])
  func writesCanonical(spellings: [String], canonical: String) throws {
    for text in spellings { #expect(try value(text).canonicalText == canonical) }
  }

  @Test("A literal of a million digits is rounded like any other")
  func readsLongLiterals() throws {
    let digits = String(repeating: "1", count: 1_000_000)
    #expect(try value("0." + digits).number?.double == 1.0 / 9)
    #expect(problems(digits).map(\.code) == [.numberOutOfRange])
  }
}
