// Runs before the page is painted, so that a dark page never flashes white.
(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let chosen = null;
    try {
        chosen = localStorage.getItem('docs-theme');
    } catch {
        // Storage may be forbidden; the system's scheme decides then.
    }
    const show = () => {
        const isDark = chosen ? chosen === 'dark' : dark.matches;
        document.documentElement.classList.toggle('dark-mode', isDark);
    };
    dark.addEventListener('change', show);
    show();
    document.addEventListener('DOMContentLoaded', () => {
        document.getElementById('theme').addEventListener('click', () => {
            const isDark = document.documentElement.classList.contains('dark-mode');
            chosen = isDark ? 'light' : 'dark';
            try {
                localStorage.setItem('docs-theme', chosen);
            } catch {
                // The choice then lasts as long as the page.
            }
            show();
        });
    });
})();
