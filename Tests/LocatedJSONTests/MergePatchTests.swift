import LocatedJSON
import Testing

@Suite("Merge patch")
struct MergePatchTests {
  // RFC 7396, appendix A, all fifteen.
  @Test(
    "The examples of RFC 7396 come out as printed",
    arguments: [
      (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
      (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
      (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
      (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
      (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
      (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
      (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
      (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
      (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
      (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
      (#"{"a":"foo"}"#, "null", "null"),
      (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
      (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
      ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
      ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
  func followsExamples(original: String, patch: String, result: String) throws {
    let merged = try value(original).merging(value(patch))
    #expect(merged.hasSameContent(as: try value(result)))
  }

  @Test("Patched values point into the patch and the others into the original")
  func keepsPlaces() throws {
    let base = try value(#"{"pools":{"a":{"n":1},"b":2},"seed":7}"#, file: "base.json")
    let patch = try value(
      "{\n\"pools\":{\"a\":{\"n\":5,\"m\":{}},\"b\":{\"x\":1}}}", file: "patch.json")
    let merged = base.merging(patch)
    func place(_ path: JSONPath) -> String? { merged[path]?.position.description }
    let pools = JSONPath.root.key("pools")
    #expect(place(.root) == "base.json:1:1")
    #expect(place(pools) == "base.json:1:10")
    #expect(place(pools.key("a")) == "base.json:1:15")
    #expect(place(pools.key("a").key("n")) == "patch.json:2:19")
    #expect(place(pools.key("a").key("m")) == "patch.json:2:25")
    #expect(place(pools.key("b")) == "patch.json:2:33")
    #expect(place(JSONPath.root.key("seed")) == "base.json:1:37")
    let keys = merged["pools"]?.members?.map(\.keyPosition.description)
    #expect(keys == ["base.json:1:11", "patch.json:2:29"])
  }

  @Test("Members keep their order and new ones follow")
  func keepsOrder() throws {
    let merged = try value(#"{"c":1,"b":2,"a":3}"#).merging(value(#"{"z":1,"b":null,"y":1,"c":9}"#))
    #expect(merged.members?.map(\.key) == ["c", "a", "z", "y"])
  }

  /// RFC 7396 section 2, its pseudocode word for word over dictionaries.
  private indirect enum Plain: Equatable {
    case object([String: Plain])
    case other(String)

    init(_ value: LocatedValue) {
      guard let members = value.members else {
        self = .other(value.canonicalText)
        return
      }
      self = .object(
        Dictionary(uniqueKeysWithValues: members.map { ($0.key, Plain($0.value)) }))
    }

    func mergePatch(_ patch: Plain) -> Plain {
      guard case .object(let changes) = patch else { return patch }
      var target: [String: Plain] = if case .object(let own) = self { own } else { [:] }
      for (name, value) in changes {
        if value == .other("null") {
          target[name] = nil
        } else {
          target[name] = (target[name] ?? .other("null")).mergePatch(value)
        }
      }
      return .object(target)
    }
  }

  @Test("Merging agrees with the pseudocode of RFC 7396", arguments: UInt64(1)...100)
  func agreesWithPseudocode(seed: UInt64) {
    var values = RandomValues(seed: seed)
    let original = values.value(depth: 4)
    // A patch made from the original's own members makes keys meet.
    let other = values.value(depth: 4)
    let patch = other.merging(original)
    for (target, change) in [(original, other), (original, patch), (patch, original)] {
      #expect(Plain(target.merging(change)) == Plain(target).mergePatch(Plain(change)))
    }
  }
}
