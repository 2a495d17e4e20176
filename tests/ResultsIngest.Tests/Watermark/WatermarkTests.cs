namespace Gatehouse.ResultsIngest.Tests;

/// <summary>
/// Whatever is delivered, returned, killed, frozen or cut off, in whatever order: the watermark never passes a
/// message that is not recorded.
/// </summary>
public class WatermarkTests
{
    private const int Steps = 1500;

    [Test]
    public void It_never_passes_a_message_that_is_not_recorded_and_moves_again_when_all_is_well([Range(0, 9)] int tens)
    {
        var moved = 0;
        for (var seed = tens * 100; seed < (tens + 1) * 100; seed++)
        {
            var world = new SmallWorld(seed);
            for (var step = 0; step < Steps; step++)
            {
                world.Step();
                Assert.That(world.Lost, Is.Zero, $"seed {seed}, step {step}");
            }

            var before = world.Moves;
            moved += before;
            world.ComeToRest();
            Assert.That((world.Moves, world.Lost), Is.EqualTo((before + 1, 0)), $"seed {seed}, at rest");
        }

        // Else nothing would have been shown.
        Assert.That(moved, Is.GreaterThan(50));
    }
}
