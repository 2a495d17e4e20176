namespace Gatehouse.Hosting.Tests;

/// <summary>What is kept of a secret.</summary>
public class SecretHashTests
{
    [Test]
    public void It_is_of_its_secret_only_and_comes_back_from_its_text()
    {
        var hash = SecretHash.Of("correct horse battery", SecretHash.FewestIterations);
        var again = SecretHash.Parse(hash.ToString())!;

        Assert.That(again.ToString(), Is.EqualTo(hash.ToString()).And.StartsWith("pbkdf2-sha256$100000$"));
        Assert.That(again.IsOf("correct horse battery"));
        foreach (var other in new[] { "correct horse batterz", "", "correct horse battery " })
        {
            Assert.That(again.IsOf(other), Is.False, other);
        }
    }

    [Test]
    public void Two_of_one_secret_differ() => Assert.That(
        SecretHash.Of("one", SecretHash.FewestIterations).ToString(),
        Is.Not.EqualTo(SecretHash.Of("one", SecretHash.FewestIterations).ToString()));

    [Test]
    public void One_is_known_that_was_made_by_another_program()
    {
        // python3: base64.b64encode(hashlib.pbkdf2_hmac("sha256", b"s3cret-of-a-machine", bytes(range(16)), 100000))
        var hash = SecretHash.Parse(
            "pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==$WzRJrxeOYMiiZQn/otcmfwjictq2Odl1xjpoy56JArY=");

        Assert.That(hash!.IsOf("s3cret-of-a-machine"));
    }

    [TestCase("")]
    [TestCase("a plain secret")]
    [TestCase("pbkdf2-sha256$99999$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        Description = "too few iterations")]
    [TestCase("pbkdf2-sha256$10000001$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        Description = "too many")]
    [TestCase("pbkdf2-sha256$+100000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        Description = "a sign")]
    [TestCase("pbkdf2-sha1$100000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        Description = "another method")]
    [TestCase("pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0O$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
        Description = "a short salt")]
    [TestCase("pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODw==", Description = "a short hash")]
    [TestCase("pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==", Description = "a part too few")]
    [TestCase("pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=$",
        Description = "a part too many")]
    [TestCase("pbkdf2-sha256$100000$no base64 at all!!!!!!!!$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=")]
    public void Anything_else_is_none(string text) => Assert.That(SecretHash.Parse(text), Is.Null);

    [Test]
    public void The_hash_of_nobody_takes_as_long_and_has_no_secret()
    {
        var nobody = SecretHash.OfNobody(SecretHash.FewestIterations);

        Assert.That((nobody.Rounds, nobody.IsOf("")), Is.EqualTo((SecretHash.FewestIterations, false)));
    }
}
