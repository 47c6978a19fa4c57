window.ui = SwaggerUIBundle({
    // Beside this page, wherever the application is mounted.
    url: new URL('openapi.json', document.baseURI).href,
    dom_id: '#api',
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    defaultModelExpandDepth: 3,
    filter: true,
    tryItOutEnabled: true,
    // The validator is a service elsewhere; nothing is asked of it.
    validatorUrl: 'none',
});
