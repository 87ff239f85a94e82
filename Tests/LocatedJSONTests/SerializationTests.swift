import Foundation
import LocatedJSON
import Testing

@Suite("Serialization")
struct SerializationTests {
  @Test("Canonical text sorts keys and drops spelling")
  func writesCanonical() throws {
    let root = try value(
      #"{ "b": [1.50, 1e2, -0, 0.1e-6, 1E400e] , "a": "x" }"#.replacingOccurrences(
        of: ", 1E400e", with: ", 100000000000000000000"))
    // The number spellings are those of Swift's shortest round-trip description.
    #expect(root.canonicalText == #"{"a":"x","b":[1.5,100,0,1e-07,1e+20]}"#)
  }

  @Test("Keys sort by scalars, not by UTF-16 units or language")
  func sortsKeys() throws {
    let root = try value("{\"\u{FF5E}\":1,\"😀\":2,\"é\":3,\"z\":4,\"Z\":5,\"\":6}")
    #expect(root.canonicalText == "{\"\":6,\"Z\":5,\"z\":4,\"é\":3,\"\u{FF5E}\":1,\"😀\":2}")
  }

  @Test("Only quotes, backslashes and control characters are escaped")
  func escapesStrings() throws {
    let root = try value(#""\"\\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é😀""#)
    #expect(
      root.canonicalText == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}\u{2028}é😀\"")
  }

  @Test("Pretty text keeps order and spelling, with lists of scalars on one line")
  func writesPretty() throws {
    let root = try value(#"{"b":[0.80,1.0],"a":{"x":[],"y":{},"z":[[1],{"k":null}]},"s":"é"}"#)
    #expect(
      root.prettyText == """
        {
          "b": [0.80, 1.0],
          "a": {
            "x": [],
            "y": {},
            "z": [
              [1],
              {
                "k": null
              }
            ]
          },
          "s": "é"
        }

        """)
  }

  @Test("A list that would pass column 100 is broken", arguments: [95, 96, 97])
  func breaksLongLists(length: Int) throws {
    // ["…"] has length + 4 columns and may be followed by a comma.
    let text = try value("[\"\(String(repeating: "é", count: length))\"]").prettyText
    #expect(text.contains("[\n") == (length + 4 > 99))
  }

  @Test("Reading what was written gives the same value", arguments: UInt64(1)...300)
  func roundTrips(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    let original = values.value(depth: 4)
    let canonical = try value(original.canonicalText)
    #expect(canonical.hasSameContent(as: original))
    #expect(canonical.canonicalBytes == original.canonicalBytes)
    let pretty = try value(original.prettyText)
    #expect(pretty.prettyText == original.prettyText)
    #expect(pretty.hasSameContent(as: original))
    #expect(Self.sameShape(pretty, original))
  }

  /// Compares strings by scalars, numbers by bits and members in order, without the serializer.
  private static func sameShape(_ left: LocatedValue, _ right: LocatedValue) -> Bool {
    switch (left.kind, right.kind) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)):
      one.text == other.text && one.double == other.double && one.integer == other.integer
    case (.string(let one), .string(let other)):
      one.unicodeScalars.elementsEqual(other.unicodeScalars)
    case (.array(let one), .array(let other)):
      one.count == other.count && zip(one, other).allSatisfy { sameShape($0, $1) }
    case (.object(let one), .object(let other)):
      one.count == other.count
        && zip(one, other).allSatisfy {
          $0.key.unicodeScalars.elementsEqual($1.key.unicodeScalars)
            && sameShape($0.value, $1.value)
        }
    default: false
    }
  }

  @Test(
    "Damaged text never crashes, and what is accepted Foundation accepts too",
    arguments: UInt64(1)...300)
  func agreesWithFoundation(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    var bytes = Array(values.value(depth: 3).prettyText.utf8)
    let spare = Array("{}[]\",:0-+.eE\\u/#'ntf \n\t".utf8) + [0x80, 0xC3, 0xE2, 0xFF, 0x00]
    for _ in 0..<Int.random(in: 1...3, using: &values.random) {
      let index = Int.random(in: 0..<bytes.count, using: &values.random)
      switch Int.random(in: 0..<3, using: &values.random) {
      case 0: bytes[index] = spare.randomElement(using: &values.random) ?? 0
      case 1: bytes.insert(spare.randomElement(using: &values.random) ?? 0, at: index)
      default: if bytes.count > 1 { bytes.remove(at: index) }
      }
    }
    let found = problems(bytes)
    if found.isEmpty {
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      }
    }
    let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
    #expect(found.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 })
    #expect(found.allSatisfy { $0.column <= bytes.count + 1 && !$0.remedy.isEmpty })
  }
}
