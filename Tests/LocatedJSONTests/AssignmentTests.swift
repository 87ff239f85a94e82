import LocatedJSON
import Testing

@Suite("Assignment")
struct AssignmentTests {
  static let base =
    #"{"queues":{"voice":{"handleTime":{"mean":"6m"},"goals":[{"s":1},{"s":2}]}},"n":3}"#

  private func message(_ text: String, on base: String = base) throws -> String {
    let root = try value(base, file: "base.json")
    do {
      let assignment = try Assignment(parsing: text, file: "--set #1")
      do {
        return try root.setting(assignment).canonicalText
      } catch {
        return error.description
      }
    } catch {
      return error.description
    }
  }

  @Test(
    "A value lands at its path",
    arguments: [
      ("a=5m", #"{"a":"5m"}"#), ("a=5", #"{"a":5}"#), ("a=true", #"{"a":true}"#),
      (#"a="5""#, #"{"a":"5"}"#), ("a=", #"{"a":""}"#), ("a=x=y", #"{"a":"x=y"}"#),
      ("a.b.c=1", #"{"a":{"b":{"c":1}}}"#), ("$.a=1", #"{"a":1}"#),
      ("$schema=x", #"{"$schema":"x"}"#), ("$.$schema=x", #"{"$schema":"x"}"#),
      ("prior-auth.x=1", #"{"prior-auth":{"x":1}}"#),
      (#"queues."a.b".x=1"#, #"{"queues":{"a.b":{"x":1}}}"#),
      (#"queues["a=b"].x=1"#, #"{"queues":{"a=b":{"x":1}}}"#),
      (#"$["a\"b"]=1"#, #"{"a\"b":1}"#), ("é=é", #"{"é":"é"}"#),
      ("a=[1, {\"b\": null}]", #"{"a":[1,{"b":null}]}"#),
      ("a=Mon-Fri 08:00", #"{"a":"Mon-Fri 08:00"}"#),
      ("a=007", #"{"a":"007"}"#), ("a=# 1", ##"{"a":"# 1"}"##), ("a= 5m", #"{"a":" 5m"}"#),
    ])
  func sets(text: String, result: String) throws {
    #expect(try message(text, on: "{}") == result)
  }

  @Test("What stands at the path is replaced whole, and its neighbours stay in order")
  func replaces() throws {
    let root = try value(Self.base)
    let assignment = try Assignment(parsing: "queues.voice.handleTime={\"cv\": 1}", file: "--set")
    let changed = try root.setting(assignment)
    #expect(
      changed.canonicalText
        == #"{"n":3,"queues":{"voice":{"goals":[{"s":1},{"s":2}],"handleTime":{"cv":1}}}}"#)
    #expect(changed.members?.map(\.key) == ["queues", "n"])
    #expect(try message("queues.voice.goals[1].s=9").contains(#"[{"s":1},{"s":9}]"#))
  }

  @Test("Null removes a member or an element")
  func removes() throws {
    #expect(try message("queues=null") == #"{"n":3}"#)
    #expect(try message("queues.voice.goals[0]=null").contains(#""goals":[{"s":2}]"#))
  }

  @Test("Values and keys point into the argument")
  func locates() throws {
    let assignment = try Assignment(parsing: "é.\"x y\"={\"a\": [1]}", file: "--set #2")
    let changed = try value("{}").setting(assignment)
    let path = JSONPath.root.key("é").key("x y").key("a").index(0)
    #expect(assignment.positions.map(\.description) == ["--set #2:1:1", "--set #2:1:3"])
    #expect(assignment.positions.map(\.offset) == [0, 3])
    #expect(changed[path]?.position.description == "--set #2:1:16")
    #expect(changed[path]?.position.offset == 16)
    let text = try Assignment(parsing: "é=5m", file: "--set")
    #expect(text.value.position.column == 3)
    #expect(text.value.position.offset == 3)
  }

  @Test(
    "A path that leads nowhere says where it ends",
    arguments: [
      (
        "queues.voice.handleTime.mean.x=1",
        "--set #1:1:30 $.queues.voice.handleTime.mean.x: $.queues.voice.handleTime.mean "
          + "(base.json:1:42) is a string, which has no key \"x\". "
          + "Set $.queues.voice.handleTime.mean itself, or check the path before this step."
      ),
      (
        "n[0]=1",
        "--set #1:1:2 $.n[0]: $.n (base.json:1:80) is the number 3, which has no element [0]. "
          + "Set $.n itself, or check the path before this step."
      ),
      (
        "queues.voice.goals.s=1",
        "--set #1:1:20 $.queues.voice.goals.s: $.queues.voice.goals (base.json:1:56) "
          + "is an array, which has no key \"s\". "
          + "Set $.queues.voice.goals itself, or check the path before this step."
      ),
      (
        "queues.voice.goals[2].s=1",
        "--set #1:1:19 $.queues.voice.goals[2].s: $.queues.voice.goals (base.json:1:56) "
          + "has 2 elements, no [2]. "
          + "Write [0] to [1], or set $.queues.voice.goals to a whole array."
      ),
      (
        "x[0]=1",
        "--set #1:1:2 $.x[0]: $.x does not exist yet, so it has no element [0]. "
          + "Set $.x to a whole array."
      ),
      (
        "queues.voise=null",
        "--set #1:1:8 $.queues.voise: $.queues (base.json:1:11) has no key \"voise\" to remove. "
          + "Its keys are, nearest first: \"voice\"."
      ),
    ])
  func refusesPaths(text: String, expected: String) throws {
    #expect(try message(text) == expected)
  }

  private static let advice =
    " Write a path such as queues.voice.handleTime.mean, goals[0].share "
    + "or queues.\"name with spaces\".kind."

  @Test(
    "An argument that is no assignment is refused at the place",
    arguments: [
      ("=1", "1 $: there is no path." + advice), ("$=1", "2 $: there is no path." + advice),
      (".a=1", "1 $: the path begins with a point." + advice),
      ("a..b=1", "3 $.a: there is no key behind the point." + advice),
      ("a.=1", "3 $.a: there is no key behind the point." + advice),
      ("a b=1", "2 $: \" \" cannot stand in a key without quotes." + advice),
      ("a =1", "2 $: \" \" cannot stand in a key without quotes." + advice),
      ("'a'=1", "1 $: \"'\" cannot stand in a key without quotes." + advice),
      ("a[x]=1", "3 $.a: there is no element number behind \"[\"." + advice),
      ("a[-1]=1", "3 $.a: there is no element number behind \"[\"." + advice),
      ("a[0=1", "4 $.a[0]: there is no closing \"]\" here." + advice),
      ("a.\"b=1", "3 $.a: the quote that opens here is not closed." + advice),
      ("\"a\"b=1", "4 $.a: \"b\" follows without a point." + advice),
      (
        "a.b",
        "4 $.a.b: there is no \"=\" behind the path. "
          + "Write PATH=VALUE, for example queues.voice.handleTime.mean=5m."
      ),
      (
        "a.b=[1,]",
        "7 $.a.b: there is a comma before the closing \"]\". Remove the comma."
      ),
      (
        "é=1e999",
        "3 $[\"é\"]: 1e999 is too large to calculate with. "
          + "Write a number between -1.7e308 and 1.7e308."
      ),
    ])
  func refusesArguments(text: String, expected: String) throws {
    #expect(try message(text) == "--set #1:1:" + expected)
  }

  @Test("Text that begins like JSON must be JSON")
  func refusesHalfJSON() throws {
    #expect(try message("a={\"b\": 1").contains("the file ends inside the object"))
    #expect(try message("a=\"b").contains("is not closed"))
  }

  @Test("A path of more than 200 steps is refused")
  func limitsSteps() throws {
    let steps = [String](repeating: "a", count: 100_000).joined(separator: ".")
    #expect(try message(steps + "=1").contains("more than 200 steps"))
    let allowed = [String](repeating: "a", count: 200).joined(separator: ".")
    #expect(try message(allowed + "=1", on: "{}").hasSuffix(String(repeating: "}", count: 200)))
  }
}
