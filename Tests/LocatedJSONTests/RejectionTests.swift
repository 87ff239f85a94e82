import LocatedJSON
import Testing

/// A text that is refused, and all that is said about it.
struct Rejection: Sendable, CustomTestStringConvertible {
  var text: String
  var codes: [LocatedProblem.Code]
  var messages: [String]

  init(_ text: String, _ code: LocatedProblem.Code, _ message: String) {
    (self.text, codes, messages) = (text, [code], ["t.json:" + message])
  }

  var testDescription: String { text.debugDescription }
}

@Suite("Rejections")
struct RejectionTests {
  static let structure: [Rejection] = [
    Rejection("", .emptyFile, "1:1 $: there is no JSON value. Write one, for example { }."),
    Rejection(" \n ", .emptyFile, "2:2 $: there is no JSON value. Write one, for example { }."),
    Rejection(
      "[1,]", .trailingComma,
      #"1:3 $: there is a comma before the closing "]". Remove the comma."#),
    Rejection(
      "{\"a\": 1,\n}", .trailingComma,
      #"1:8 $: there is a comma before the closing "}". Remove the comma."#),
    Rejection(
      "[,1]", .extraComma,
      "1:2 $: there is a comma behind the opening bracket. Remove the comma."),
    Rejection(
      "[1,,2]", .extraComma, "1:4 $: there is a comma behind another comma. Remove the comma."),
    Rejection(
      "{\"a\": 1\n \"b\": 2}", .missingComma,
      "1:8 $: there is no comma between this value and the next. Write a comma here."),
    Rejection(
      "[1 2]", .missingComma,
      "1:3 $: there is no comma between this value and the next. Write a comma here."),
    Rejection(
      "{\"a\" 1}", .missingColon,
      "1:5 $.a: there is no colon between the key and its value. Write a colon here."),
    Rejection(
      "{\"a\" = 1}", .unexpectedCharacter,
      "1:6 $.a: \"=\" stands where a colon belongs. Write a colon, or remove \"=\"."),
    Rejection(
      "{\"a\": , \"b\": 1}", .missingValue,
      "1:6 $.a: the key has no value. Write a colon and a value, or remove the key."),
    Rejection(
      "{\"a\"}", .missingValue,
      "1:5 $.a: the key has no value. Write a colon and a value, or remove the key."),
    Rejection("{a: 1}", .unquotedKey, #"1:2 $: the key a has no quotes. Write "a"."#),
    Rejection("{1: 1}", .unquotedKey, #"1:2 $: the key 1 has no quotes. Write "1"."#),
    Rejection(
      "{[]: 1}", .unexpectedCharacter,
      "1:2 $: \"[\" stands where a key in double quotes belongs. "
        + "Write a key in double quotes, or remove \"[\"."),
    Rejection(
      "[1}", .mismatchedBracket,
      #"1:3 $: "}" cannot close the array that opens at line 1, column 1. Write "]"."#),
    Rejection(
      "{\"a\": {\"b\": 1]}", .mismatchedBracket,
      #"1:14 $.a: "]" cannot close the object that opens at line 1, column 7. Write "}"."#),
    Rejection(
      "{\"a\":\n  [1, 2\n\n", .unclosedBracket,
      "2:8 $.a: the file ends inside the array that opens at line 2, column 3. "
        + "Write \"]\", or restore what was cut off."),
    Rejection(
      "{\"a\":", .unclosedBracket,
      "1:6 $.a: the file ends inside the object that opens at line 1, column 1. "
        + "Write \"}\", or restore what was cut off."),
    Rejection(
      "[", .unclosedBracket,
      "1:2 $: the file ends inside the array that opens at line 1, column 1. "
        + "Write \"]\", or restore what was cut off."),
    Rejection(
      "{} {}", .textAfterEnd,
      "1:4 $: there is text after the end of the document. "
        + "Remove it, or check the brackets before it."),
    Rejection(
      "]", .unexpectedCharacter,
      "1:1 $: \"]\" stands where a value belongs. Write a value, or remove \"]\"."),
    Rejection(
      "[1; 2]", .unexpectedCharacter,
      "1:3 $: \";\" stands where a comma or the end of the array belongs. "
        + "Write a comma or the end of the array, or remove \";\"."),
    Rejection(
      "[\u{A0}1]", .unexpectedCharacter,
      "1:2 $[0]: \"\u{A0}\" stands where a value belongs. Write a value, or remove \"\u{A0}\"."),
    Rejection(
      "[\u{1B}]", .unexpectedCharacter,
      #"1:2 $[0]: "\u001B" stands where a value belongs. Write a value, or remove "\u001B"."#),
    Rejection(
      "[1] // done", .comment,
      "1:5 $: JSON has no comments. "
        + "Remove the comment, or keep the text under a key such as \"description\"."),
    Rejection(
      "[1, /* é\n */ 2]", .comment,
      "1:5 $: JSON has no comments. "
        + "Remove the comment, or keep the text under a key such as \"description\"."),
    Rejection(
      "# top\n[1]", .comment,
      "1:1 $: JSON has no comments. "
        + "Remove the comment, or keep the text under a key such as \"description\"."),
  ]

  static let scalars: [Rejection] = [
    Rejection("['a']", .wrongQuote, "1:2 $[0]: JSON has no single quotes. Write double quotes."),
    Rejection("{'a': 1}", .wrongQuote, "1:2 $: JSON has no single quotes. Write double quotes."),
    Rejection(
      "[“a”]", .wrongQuote,
      "1:2 $[0]: “ is a typographic quote. Write straight double quotes: \"."),
    Rejection(
      "[NaN]", .nonFiniteNumber,
      "1:2 $[0]: JSON has no number NaN. Write a finite number, or remove the key."),
    Rejection(
      "[-Infinity]", .nonFiniteNumber,
      "1:2 $[0]: JSON has no number -Infinity. Write a finite number, or remove the key."),
    Rejection(
      "[007]", .leadingZero,
      #"1:2 $[0]: 007 begins with a zero too many. Write 7, or "007" if it is text."#),
    Rejection(
      "[-00.5]", .leadingZero,
      #"1:2 $[0]: -00.5 begins with a zero too many. Write -0.5, or "-00.5" if it is text."#),
    Rejection("[+5]", .invalidNumber, "1:2 $[0]: +5 is not a number. Write 5."),
    Rejection("[-.5]", .invalidNumber, "1:2 $[0]: -.5 is not a number. Write -0.5."),
    Rejection("[5.]", .invalidNumber, "1:2 $[0]: 5. is not a number. Write 5.0."),
    Rejection(
      "[180s]", .invalidNumber,
      "1:2 $[0]: 180s is not a number. "
        + "Write it in quotes if it is text or has a unit: \"180s\"."),
    Rejection(
      "[120/30m]", .invalidNumber,
      "1:2 $[0]: 120/30m is not a number. "
        + "Write it in quotes if it is text or has a unit: \"120/30m\"."),
    Rejection(
      "[0x1F]", .invalidNumber,
      "1:2 $[0]: 0x1F is not a number. "
        + "Write it in quotes if it is text or has a unit: \"0x1F\"."),
    Rejection(
      "[1e]", .invalidNumber,
      "1:2 $[0]: 1e is not a number. Write it in quotes if it is text or has a unit: \"1e\"."),
    Rejection(
      "[-]", .invalidNumber,
      "1:2 $[0]: - is not a number. Write it in quotes if it is text or has a unit: \"-\"."),
    Rejection(
      "[1e309]", .numberOutOfRange,
      "1:2 $[0]: 1e309 is too large to calculate with. "
        + "Write a number between -1.7e308 and 1.7e308."),
    Rejection(
      "[-1e99999999999999999999]", .numberOutOfRange,
      "1:2 $[0]: -1e99999999999999999999 is too large to calculate with. "
        + "Write a number between -1.7e308 and 1.7e308."),
    Rejection(
      "[1e-400]", .numberOutOfRange,
      "1:2 $[0]: 1e-400 is so small that it would become 0. "
        + "Write 0, or a number of 5e-324 or more."),
    Rejection("[True]", .unexpectedWord, "1:2 $[0]: True is no JSON value. Write true."),
    Rejection("[None]", .unexpectedWord, "1:2 $[0]: None is no JSON value. Write null."),
    Rejection("[voice]", .unexpectedWord, #"1:2 $[0]: voice is no JSON value. Write "voice"."#),
    Rejection(
      #"["a\x"]"#, .invalidEscape,
      #"1:4 $[0]: JSON has no escape \x. "#
        + #"Write \\ for a backslash, or one of \" \/ \b \f \n \r \t \uXXXX."#),
    Rejection(
      #"["\u12"]"#, .invalidEscape,
      #"1:3 $[0]: JSON has no escape \u12. Write \u and four hexadecimal digits: \u00E9."#),
    Rejection(
      #"["\uD83Dx"]"#, .loneSurrogate,
      #"1:3 $[0]: \uD83D is only the first half of a character. "#
        + #"Write both halves, as in \uD83D\uDE00, or the character itself."#),
    Rejection(
      #"["\uDE00"]"#, .loneSurrogate,
      #"1:3 $[0]: \uDE00 is only the second half of a character. "#
        + #"Write both halves, as in \uD83D\uDE00, or the character itself."#),
    Rejection(
      "[\"a\tb\"]", .controlCharacter,
      #"1:4 $[0]: a tab stands inside a string. Write \t instead, or remove it."#),
    Rejection(
      "[\"\u{1}\"]", .controlCharacter,
      "1:3 $[0]: the control character 0x01 stands inside a string. "
        + #"Write \u0001 instead, or remove it."#),
    Rejection(
      "{\"a\": \"b\n}", .unclosedString,
      "1:7 $.a: the string that opens here is not closed on its line. "
        + "Write the closing \"\\\"\"; a line break inside the text is written \\n."),
    Rejection(
      "[\"abc", .unclosedString,
      "1:2 $[0]: the string that opens here is not closed before the file ends. "
        + "Write the closing \"\\\"\"; a line break inside the text is written \\n."),
    Rejection(
      "[\"abc\\", .unclosedString,
      "1:2 $[0]: the string that opens here is not closed before the file ends. "
        + "Write the closing \"\\\"\"; a line break inside the text is written \\n."),
  ]

  @Test("Broken text is refused with its place and what to write", arguments: structure + scalars)
  func refuses(rejection: Rejection) {
    let found = problems(rejection.text)
    #expect(found.map(\.code) == rejection.codes)
    #expect(found.map(\.description) == rejection.messages)
  }

  @Test("Every duplicate key is reported with the place of the first")
  func reportsDuplicates() {
    let text = """
      {
        "queues": {
          "voice": { "mean": 1, "mean": 2, "mean": 3 },
          "prior-auth": 1
        },
        "queues": { "prior-auth": 1, "prior-auth": 2 }
      }
      """
    #expect(
      problems(text).map(\.description) == [
        "t.json:3:27 $.queues.voice.mean: the key \"mean\" stands already at line 3, column 16. "
          + "Keep one of the two.",
        "t.json:3:38 $.queues.voice.mean: the key \"mean\" stands already at line 3, column 16. "
          + "Keep one of the two.",
        "t.json:6:3 $.queues: the key \"queues\" stands already at line 2, column 3. "
          + "Keep one of the two.",
        "t.json:6:32 $.queues[\"prior-auth\"]: "
          + "the key \"prior-auth\" stands already at line 6, column 15. Keep one of the two.",
      ])
  }

  @Test("Duplicates are found in wide objects and through escapes and accents")
  func findsHiddenDuplicates() {
    let wide = (0..<100).map { "\"k\($0)\": 0" }.joined(separator: ",")
    #expect(problems("{\(wide), \"k57\": 1, \"k3\": 1}").map(\.path) == ["$.k57", "$.k3"])
    #expect(problems(#"{"a": 1, "\u0061": 2}"#).map(\.code) == [.duplicateKey])
    #expect(
      problems("{\"\u{E9}\": 1, \"e\u{301}\": 2}").map(\.problem) == [
        "the key \"e\u{301}\" stands already at line 1, column 2, "
          + "with its accents encoded in another way."
      ])
    #expect(problems(#"{"a": {"a": {"a": 1}}}"#).isEmpty)
  }

  @Test("Problems with one meaning only are all reported together")
  func reportsTogether() {
    let text = """
      { // all of them
        "a": 01, "a": NaN,
        "b": ["x\ty", "\\q" 2,],
        "c": +1
        "d": True
      """
    #expect(
      problems(text).map { "\($0.line):\($0.column) \($0.code)" } == [
        "1:3 comment", "2:8 leadingZero", "2:12 duplicateKey", "2:17 nonFiniteNumber",
        "3:11 controlCharacter", "3:17 invalidEscape", "3:20 missingComma", "3:22 trailingComma",
        "4:8 invalidNumber", "4:10 missingComma", "5:8 unexpectedWord", "5:12 unclosedBracket",
      ])
  }

  @Test("A comment that is not closed ends the reading")
  func refusesOpenComment() {
    #expect(
      problems("[1 /* 2]").map(\.problem) == [
        "JSON has no comments.", "the comment that opens here is not closed.",
      ])
  }

  @Test("Long and unprintable text is cut short and escaped in messages")
  func shortensMessages() {
    let word = String(repeating: "x", count: 1000)
    let shown = String(repeating: "x", count: 60) + "…"
    #expect(problems(word).map(\.remedy) == ["Write \"\(shown)\"."])
    #expect(problems("{\"\\u001B[2J\": 1, \"\\u001B[2J\": 1}").map(\.path) == [#"$["\u001B[2J"]"#])
  }

  @Test("Quotes written the wrong way are refused wherever they stand", arguments: ["’", "„", "»"])
  func refusesTypographicQuotes(quote: String) {
    #expect(problems("{\(quote)a\(quote): 1}").map(\.code) == [.wrongQuote])
  }
}
